package io.github.emailotp.storage.trusted;

import io.github.emailotp.storage.Enrolment;
import io.github.emailotp.storage.HashedName;
import io.github.emailotp.storage.trusted.TrustedBrowserCredential.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * The browsers that one user trusts, among their credentials. To look at them writes nothing: to write a credential would throw the user
 * out of Keycloak's cache.
 */
public final class TrustedBrowsers {

    /** More than one person has; whoever takes more loses the oldest. */
    static final int MOST = 10;

    private static final String ACCOUNT = "account";
    private static final int MARK_CHARACTERS = 4;

    /** What a trusted browser stands for: who removes one, because it is lost or is somebody else's, may not know of the browser. */
    private static final List<String> FACTORS = List.of(
            Enrolment.TYPE,
            OTPCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final Clock clock;

    /** Those of this user. The zone of the clock is that of the dates in labels. */
    public TrustedBrowsers(KeycloakSession session, RealmModel realm, UserModel user, Clock clock) {
        this.session = session;
        this.realm = realm;
        this.user = user;
        this.clock = clock;
    }

    /**
     * Since when the browser that has come with this is trusted: if it is not expired, nobody was signed out since, the user or the realm, and
     * the account has the address, the password and the factors that it had then; empty if it is not.
     *
     * @param longest how long a browser is trusted at most; zero if none is
     */
    public Optional<Instant> trustedSince(TrustToken token, Duration longest) {
        Instant eldest = clock.instant().minus(longest);
        return all().filter(browser -> browser.isOf(token) && isTrusted(browser))
                .map(TrustedBrowserCredential::createdAt)
                .filter(since -> since.isAfter(eldest))
                .findFirst();
    }

    private boolean isTrusted(TrustedBrowserCredential browser) {
        return !browser.isExpired(clock.instant())
                && browser.isFor(account(factors()))
                && browser.createdAt().getEpochSecond() > notBefore();
    }

    /**
     * Of the address, and of when the password was set, not of what it is: a new password has another date, whichever, a new hash of the same
     * keeps it ({@code PasswordCredentialProvider}).
     */
    private Account account(Stream<String> factors) {
        Stream<String> passwords = stored(PasswordCredentialModel.TYPE)
                .map(password -> password.getId() + " " + password.getCreatedDate())
                .sorted();
        return new Account(
                HashedName.of(
                        ACCOUNT, Stream.concat(Stream.of(address()), passwords).toArray(String[]::new)),
                factors.distinct().sorted().toList());
    }

    private Stream<String> factors() {
        return FACTORS.stream().flatMap(this::stored).map(CredentialModel::getId);
    }

    /** To the second: whoever was trusted in the very second of the sign-out is not. */
    private long notBefore() {
        return Math.max(realm.getNotBefore(), session.users().getNotBeforeOfUser(realm, user));
    }

    /**
     * Trusts one more.
     *
     * @param lifetime until when, from now on
     * @param device what it is called, empty if that is unknown
     * @param meanwhile the same user's as another transaction has them, which may have set up a factor and not committed it yet
     * @return what it is known by; empty if nothing is stored of this user
     * @throws RuntimeException if it cannot be stored
     */
    public Optional<TrustToken> add(
            Duration lifetime, String device, RandomGenerator random, TrustedBrowsers meanwhile) {
        makeRoom();
        Set<String> labels = stored().map(CredentialModel::getUserLabel)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        // From 26.3 on no two of a kind have the same.
        String secret = Stream.generate(() -> TrustToken.newSecret(random))
                .filter(drawn -> !labels.contains(label(device, drawn)))
                .findFirst()
                .orElseThrow();
        CredentialModel wanted = TrustedBrowserCredential.of(
                secret,
                account(Stream.concat(factors(), meanwhile.factors())),
                label(device, secret),
                clock.instant(),
                lifetime);
        return Optional.ofNullable(user.credentialManager().createStoredCredential(wanted))
                .map(credential -> new TrustToken(credential.getId(), secret));
    }

    /** Trusts none any more. Answers how many were there. */
    public int removeAll() {
        List<String> all = stored().map(CredentialModel::getId).toList();
        all.forEach(user.credentialManager()::removeStoredCredentialById);
        return all.size();
    }

    /** Trusts none any more that was trusted at this moment or before it. Answers how many those were. */
    public int removeUntil(Instant last) {
        List<TrustedBrowserCredential> before =
                all().filter(browser -> !browser.createdAt().isAfter(last)).toList();
        before.forEach(this::remove);
        return before.size();
    }

    /** No longer trusts the one that has come with this. */
    public void remove(TrustToken token) {
        all().filter(browser -> browser.isOf(token)).toList().forEach(this::remove);
    }

    private void remove(TrustedBrowserCredential browser) {
        user.credentialManager().removeStoredCredentialById(browser.id());
    }

    /** Of what people see, each is trusted: what is not any more goes. */
    public void removeUntrusted() {
        all().filter(browser -> !isTrusted(browser)).toList().forEach(this::remove);
    }

    private void makeRoom() {
        removeUntrusted();
        all().sorted(Comparator.comparing(TrustedBrowserCredential::createdAt).reversed())
                .skip(MOST - 1L)
                .toList()
                .forEach(this::remove);
    }

    private String label(String device, String secret) {
        String name = device.isEmpty() ? "Browser" : device;
        String mark = TrustToken.hash(secret).substring(0, MARK_CHARACTERS);
        return String.join(" · ", name, LocalDate.now(clock).toString(), mark);
    }

    private Stream<TrustedBrowserCredential> all() {
        return stored().map(TrustedBrowserCredential::read).flatMap(Optional::stream);
    }

    /** By their user, not by an id, which may be anybody's. */
    private Stream<CredentialModel> stored() {
        return stored(TrustedBrowserCredential.TYPE);
    }

    private Stream<CredentialModel> stored(String type) {
        return user.credentialManager().getStoredCredentialsByTypeStream(type);
    }

    private String address() {
        return Optional.ofNullable(user.getEmail())
                .map(email -> email.strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }
}
