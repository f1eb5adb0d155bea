package io.github.emailotp.flow.browser;

import io.github.emailotp.flow.AccountGone;
import io.github.emailotp.flow.Detour;
import io.github.emailotp.flow.NeedsNoSetUp;
import io.github.emailotp.flow.Screen;
import io.github.emailotp.flow.SecondFactorSuccess;
import io.github.emailotp.flow.SessionCode;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.StoredSettings;
import org.keycloak.authentication.AuthenticationFlowCallback;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The step "Email code": mails a code to the user that an earlier step identified, and asks for it.
 *
 * <p>It is no {@code CredentialValidator}, since nothing that is stored is needed to mail a code: Keycloak lists it under "try another
 * way" for everybody.
 */
final class EmailOtpAuthenticator implements AuthenticationFlowCallback, NeedsNoSetUp {

    private final KeycloakSession session;
    private final Verifications verifications;
    private final StoredSettings storedSettings;

    EmailOtpAuthenticator(KeycloakSession session, Verifications verifications, StoredSettings storedSettings) {
        this.session = session;
        this.verifications = verifications;
        this.storedSettings = storedSettings;
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        if (context.getUser() == null) {
            AccountGone.end(context);
            return;
        }
        EnrolmentRule enrolment = EnrolmentRule.of(context, storedSettings);
        if (enrolment.leavesToOtherWays()) {
            context.attempted();
        } else {
            Detour.of(context).ifPresentOrElse(context::forceChallenge, () -> ask(enrolment));
        }
    }

    private void ask(EnrolmentRule enrolment) {
        AccountGone.note(enrolment.context().getAuthenticationSession());
        LoginEnding ending = ending(enrolment, false);
        ending.dialogue().begin(ending);
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (context.getUser() == null) {
            AccountGone.endForGood(context);
            return;
        }
        EnrolmentRule enrolment = EnrolmentRule.of(context, storedSettings);
        if (enrolment.leavesToOtherWays()) {
            context.attempted();
            return;
        }
        LoginEnding ending = ending(enrolment, true);
        if (Screen.isLook(context)) {
            SessionCode.keep(context);
            ending.dialogue().begin(ending);
        } else {
            ending.take(context.getHttpRequest().getDecodedFormParameters());
        }
    }

    private LoginEnding ending(EnrolmentRule enrolment, boolean isOnPage) {
        return new LoginEnding(enrolment, verifications, storedSettings, isOnPage);
    }

    /**
     * False, though it does: with true, Keycloak would answer a page whose account was deleted meanwhile by an error and a stack
     * trace in the log. {@link AccountGone} says what comes instead.
     */
    @Override
    public boolean requiresUser() {
        return false;
    }

    /**
     * True for every user. With false, Keycloak would end the login of a user without an address on an error page, or, in a
     * conditional flow, skip the second factor without a word; this step shows what is wrong and what to do instead. Before a
     * user is identified it is not configured, and a conditional flow waits.
     */
    @Override
    public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return user != null || AccountGone.is(session.getContext().getAuthenticationSession());
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        // Whoever has not set it up is asked all the same: the address belongs to the account.
    }

    @Override
    public void onParentFlowSuccess(AuthenticationFlowContext context) {
        // What follows in the flow shall not take the code for an authenticator app's.
    }

    @Override
    public void onTopFlowSuccess(AuthenticationFlowModel topFlow) {
        SecondFactorSuccess.countAtTheEnd(session.getContext().getAuthenticationSession());
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
