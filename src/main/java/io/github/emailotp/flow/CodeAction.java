package io.github.emailotp.flow;

import io.github.emailotp.otp.Purpose;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.StoredSettings;
import java.util.Map;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.UserModel;

/** What the required actions that ask for a code have in common: the dialogue, its settings, and that applications can ask for them. */
public abstract class CodeAction implements RequiredActionProvider {

    private final String id;
    private final Purpose purpose;
    protected final Verifications verifications;
    private final StoredSettings storedSettings;

    /**
     * An action.
     *
     * @param id its provider's
     * @param purpose what its codes do
     */
    protected CodeAction(String id, Purpose purpose, Verifications verifications, StoredSettings storedSettings) {
        this.id = id;
        this.purpose = purpose;
        this.verifications = verifications;
        this.storedSettings = storedSettings;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    /** What the code is asked for in this request. */
    protected final Occasion occasion(RequiredActionContext context) {
        return Occasion.of(context, id, purpose);
    }

    /** What is said about it. */
    protected final CodeDialogue dialogue(RequiredActionContext context, Occasion occasion) {
        return verifications.dialogue(occasion, settings(context), Screen.of(context));
    }

    /** What is set on its codes. */
    protected final EmailOtpSettings settings(RequiredActionContext context) {
        Map<String, String> stored =
                context.getConfig() == null ? Map.of() : context.getConfig().getConfig();
        return storedSettings.of(context.getRealm(), id, stored);
    }

    /** Whether the account has no address that a code could be mailed to. */
    public static boolean hasNoAddress(UserModel user) {
        return user.getEmail() == null || user.getEmail().isBlank();
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
