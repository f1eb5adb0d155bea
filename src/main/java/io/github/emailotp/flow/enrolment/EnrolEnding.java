package io.github.emailotp.flow.enrolment;

import io.github.emailotp.flow.ActionEnding;
import io.github.emailotp.flow.Occasion;
import io.github.emailotp.flow.Verifications;
import io.github.emailotp.settings.EmailOtpSettings;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionContext.KcActionStatus;
import org.keycloak.services.managers.AuthenticationManager;

/** The one place where a request of the action ends. */
final class EnrolEnding extends ActionEnding {

    private final Occasion occasion;
    private final Verifications verifications;
    private final EmailOtpSettings settings;

    EnrolEnding(
            RequiredActionContext context, Occasion occasion, Verifications verifications, EmailOtpSettings settings) {
        super(context);
        this.occasion = occasion;
        this.verifications = verifications;
        this.settings = settings;
    }

    /**
     * Where nothing can be stored, the login goes on: the right code was typed, and nobody could do more. An application that has asked is told
     * {@code kc_action_status=error}, which Keycloak does not overwrite.
     */
    @Override
    public void accepted() {
        verifications.passed(occasion, settings);
        if (!verifications.enrol(occasion)) {
            AuthenticationManager.setKcActionStatus(
                    occasion.step(), KcActionStatus.ERROR, context.getAuthenticationSession());
        }
        context.success();
    }
}
