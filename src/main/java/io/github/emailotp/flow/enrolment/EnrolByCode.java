package io.github.emailotp.flow.enrolment;

import io.github.emailotp.flow.AccountGone;
import io.github.emailotp.flow.CodeAction;
import io.github.emailotp.flow.FactorLevels;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.StoredSettings;
import io.github.emailotp.storage.Enrolment;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Enrols the email code by one: with the account's own address, and no other, or a password alone would be enough to bring a factor of
 * somebody else's. As a registrator of credentials it is asked for at the level at which the code is, whether or not its condition is there.
 */
final class EnrolByCode extends CodeAction implements CredentialRegistrator {

    EnrolByCode(Verifications verifications, StoredSettings storedSettings) {
        super(EnrolByCodeFactory.PROVIDER_ID, Purpose.ENROL, verifications, storedSettings);
    }

    @Override
    public String getCredentialType(KeycloakSession session, AuthenticationSessionModel login) {
        AuthenticationFlowModel flow = AuthenticationFlowResolver.resolveBrowserFlow(login);
        return FactorLevels.in(session, login.getRealm(), flow)
                .map(FactorLevels::typeToAdd)
                .orElse(Enrolment.TYPE);
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        // It is a choice: of people, of an application, or of an administrator.
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        if (isDone(context)) {
            context.success();
        } else if (hasNoAddress(context.getUser())) {
            context.ignore();
        } else {
            Occasion occasion = occasion(context);
            dialogue(context, occasion).begin(ending(context, occasion));
        }
    }

    @Override
    public void processAction(RequiredActionContext context) {
        if (context.getUser() == null) {
            AccountGone.end(context);
        } else if (isDone(context)) {
            context.success();
        } else {
            Occasion occasion = occasion(context);
            dialogue(context, occasion)
                    .take(context.getHttpRequest().getDecodedFormParameters(), ending(context, occasion));
        }
    }

    private EnrolEnding ending(RequiredActionContext context, Occasion occasion) {
        return new EnrolEnding(context, occasion, verifications, settings(context));
    }

    private static boolean isDone(RequiredActionContext context) {
        return new Enrolment(context.getUser()).isCurrent();
    }
}
