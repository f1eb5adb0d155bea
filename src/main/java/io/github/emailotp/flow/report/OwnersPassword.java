package io.github.emailotp.flow.report;

import io.github.emailotp.otp.Purpose;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel.RequiredAction;
import org.keycloak.storage.StorageId;

/**
 * What becomes of the password. Another one is demanded only where the right one was typed in the very login that was reported, and the code is
 * what stands behind it: where a password alone leads to required actions, whoever knows it would choose the new one.
 */
record OwnersPassword(OpenReport report) {

    private static final Logger LOG = Logger.getLogger(OwnersPassword.class);

    private static final String EDIT_MODE = "editMode";
    private static final String READ_ONLY = "READ_ONLY";

    /** What the owner is told if nothing goes wrong. */
    Told expected() {
        if (!report.isForTheAddress()) {
            return Told.LOGIN;
        }
        return report.isOf(Purpose.RESET) ? expectedOfAReset() : expectedOfALogin();
    }

    private Told expectedOfAReset() {
        if (isNew()) {
            return Told.PASSWORD;
        }
        return store().isPresent() ? Told.LOGIN : Told.EVERYBODY;
    }

    private Told expectedOfALogin() {
        return switch (report.login().password()) {
            case NOT_SHOWN -> Told.EVERYBODY;
            case SHOWN -> !isNew() && canBeSet() ? Told.PASSWORD : Told.LOGIN;
            case SHOWN_EARLIER -> Told.LOGIN;
        };
    }

    /** Demands another one if that is due; answers what the owner is told. */
    Told demandIfDue() {
        Told expected = expected();
        if (expected != Told.PASSWORD || report.isOf(Purpose.RESET)) {
            return expected;
        }
        try {
            report.owner().addRequiredAction(RequiredAction.UPDATE_PASSWORD);
            return expected;
        } catch (RuntimeException e) {
            LOG.warn("Another password cannot be demanded of an account in a user federation", e);
            return Told.LOGIN;
        }
    }

    /** Whether it was set after the mail. */
    private boolean isNew() {
        return !report.gains().passwords(report.clock().instant()).isEmpty();
    }

    private boolean canBeSet() {
        RequiredActionProviderModel action =
                report.realm().getRequiredActionProviderByAlias(RequiredAction.UPDATE_PASSWORD.name());
        return action != null
                && action.isEnabled()
                && store().map(report.realm()::getComponent)
                        .filter(store -> READ_ONLY.equals(store.get(EDIT_MODE)))
                        .isEmpty();
    }

    /** The user federation that the account is of. */
    private Optional<String> store() {
        String id = report.owner().getId();
        return StorageId.isLocalStorage(id)
                ? Optional.ofNullable(report.owner().getFederationLink())
                : Optional.of(StorageId.providerId(id));
    }
}
