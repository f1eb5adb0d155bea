package io.github.emailotp.flow.browser;

import io.github.emailotp.flow.AskedForMore;
import io.github.emailotp.flow.BrowserTrust;
import io.github.emailotp.flow.CodeDialogue;
import io.github.emailotp.flow.page.TrustBox;
import io.github.emailotp.settings.TrustSettings;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * That people may trust their browser, and whether they have said so. It is remembered from one page of the login to the next, also
 * where one leads to another.
 *
 * @param lifetime how long the browser is trusted; zero if it is not offered
 * @param login where it is remembered
 */
record TrustOffer(Duration lifetime, AuthenticationSessionModel login) {

    private static final String NOTE = "email-otp-trust-browser";

    static TrustOffer of(AuthenticationFlowContext context, TrustSettings settings) {
        UserModel user = context.getUser();
        boolean isPossible = user != null
                && BrowserTrust.isPossible(user)
                && AskedForMore.isALogin(context)
                && !AskedForMore.isOfAHigherLevel(context);
        return new TrustOffer(
                isPossible ? settings.trustedBrowser() : Duration.ZERO, context.getAuthenticationSession());
    }

    /** The page's box; empty if it has none. */
    Optional<TrustBox> box() {
        return isMade() ? Optional.of(new TrustBox(lifetime.toDays(), isTicked())) : Optional.empty();
    }

    /** What the page has posted. One without a field for the code has no box either, but its script says what was in the box before. */
    void take(MultivaluedMap<String, String> form) {
        if (isMade() && "true".equals(form.getFirst(TrustBox.FIELD))) {
            login.setAuthNote(NOTE, "true");
        } else if (form.containsKey(TrustBox.FIELD) || form.containsKey(CodeDialogue.ANSWER_FIELD)) {
            login.removeAuthNote(NOTE);
        }
    }

    boolean isTaken() {
        return isMade() && isTicked();
    }

    private boolean isMade() {
        return !lifetime.isZero();
    }

    private boolean isTicked() {
        return login.getAuthNote(NOTE) != null;
    }
}
