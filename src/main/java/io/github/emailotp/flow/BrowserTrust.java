package io.github.emailotp.flow;

import io.github.emailotp.delivery.MailContext;
import io.github.emailotp.storage.HashedName;
import io.github.emailotp.storage.trusted.TrustToken;
import io.github.emailotp.storage.trusted.TrustedBrowserCredentialProviderFactory;
import io.github.emailotp.storage.trusted.TrustedBrowsers;
import jakarta.ws.rs.core.Cookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Whether a user trusts the browser of this request: then no code is asked for in it. A cookie for each realm and user says so, which the one
 * of a known browser does not ({@link KnownBrowsers}): that is given without consent.
 */
public final class BrowserTrust {

    private static final String COOKIE_KIND = "trust";
    private static final String COOKIE_PREFIX = "email-otp." + COOKIE_KIND + ".";

    /** A browser that many people share keeps some: their cookies travel with each request to the realm. */
    private static final int MAX_COOKIES = 8;

    private static final Logger LOG = Logger.getLogger(BrowserTrust.class);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Clock clock;
    private final RealmCookies cookies;
    private final String cookieName;
    private final TrustedBrowsers browsers;

    /** That of this user. The zone of the clock is that of the dates that people are shown. */
    public BrowserTrust(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.clock = clock;
        this.cookies = new RealmCookies(session, realm);
        this.cookieName = HashedName.ofCookie(COOKIE_KIND, realm.getId(), user.getId());
        this.browsers = new TrustedBrowsers(session, realm, user, clock);
    }

    /** Whether they can have any: of whom Keycloak does not store, nothing is known at the next login. */
    public static boolean isPossible(UserModel user) {
        return !LightweightUserAdapter.isLightweightUser(user);
    }

    /**
     * Since when it is given; empty if it is not.
     *
     * @param longest how long it lasts at most; zero if it is never given
     */
    public Optional<Instant> givenSince(Duration longest) {
        return token().flatMap(token -> browsers.trustedSince(token, longest));
    }

    /** Takes it back from all browsers. */
    void end() {
        browsers.removeAll();
    }

    /** Gives it, in place of what this browser had before. */
    void give(Duration lifetime, Occasion occasion, RandomGenerator random) {
        String device = device(occasion);
        Optional<TrustToken> given = stored(own -> {
            token().ifPresent(own::remove);
            return own.add(lifetime, device, random, browsers);
        });
        given.ifPresent(token -> {
            cookies.set(cookieName, token.text(), lifetime);
            forgetSome();
            occasion.event()
                    .clone()
                    .event(EventType.UPDATE_CREDENTIAL)
                    .user(user)
                    .detail(Details.CREDENTIAL_TYPE, TrustedBrowserCredentialProviderFactory.ID)
                    .success();
        });
    }

    /** In a transaction of its own: the code was right, also where nothing can be stored, or two pages of a browser store at once. */
    private Optional<TrustToken> stored(Function<TrustedBrowsers, Optional<TrustToken>> change) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
                RealmModel ownRealm = own.realms().getRealm(realm.getId());
                own.getContext().setRealm(ownRealm);
                return Optional.ofNullable(own.users().getUserById(ownRealm, user.getId()))
                        .flatMap(ownUser -> change.apply(new TrustedBrowsers(own, ownRealm, ownUser, clock)));
            });
        } catch (RuntimeException failed) {
            LOG.warnf(
                    "That a browser is trusted cannot be stored: %s",
                    failed.getClass().getName());
            return Optional.empty();
        }
    }

    private Optional<TrustToken> token() {
        return cookies.value(cookieName).flatMap(TrustToken::parse);
    }

    /** Whoever they belong to is asked for a code again. */
    private void forgetSome() {
        cookies.all().stream()
                .map(Cookie::getName)
                .filter(name -> name.startsWith(COOKIE_PREFIX) && !name.equals(cookieName))
                .skip(MAX_COOKIES - 1L)
                .forEach(cookies::remove);
    }

    /** "Firefox, Windows": without versions, which change. */
    private String device(Occasion occasion) {
        MailContext request =
                MailContext.of(session, occasion.language(), occasion.login().getClient(), clock.getZone());
        return Stream.of(request.browser(), request.os())
                .map(name -> name.replaceAll("[\\s\\d.]+$", ""))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
