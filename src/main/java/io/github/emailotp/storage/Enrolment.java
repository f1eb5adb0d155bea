package io.github.emailotp.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

/**
 * Whether somebody has chosen the email code as a factor of theirs: a credential among the user's, which they see and remove in the account
 * console. It is of the address that it was enrolled with, and no other.
 */
public final class Enrolment {

    /** The type of the credential. */
    public static final String TYPE = "email-otp";

    /** The id of the required action that enrols. */
    public static final String ACTION = "email-otp-enrol";

    private static final Logger LOG = Logger.getLogger(Enrolment.class);

    private final UserModel user;

    public Enrolment(UserModel user) {
        this.user = user;
    }

    /** Whether they have enrolled, be it with an address that they no longer have. */
    public boolean isThere() {
        return stored().findAny().isPresent();
    }

    /** Whether they have enrolled with the address that they have now. */
    public boolean isCurrent() {
        return address()
                .filter(address -> stored().anyMatch(enrolled -> EnrolmentCredential.isFor(address, enrolled)))
                .isPresent();
    }

    /** Whether there is something to enrol. */
    boolean isMissing() {
        return address().isPresent() && !isCurrent();
    }

    /**
     * Enrols an address, in the place of any other: an entry that is there is changed, so that nobody is ever without.
     *
     * @param address the one that was shown to be theirs; empty if they have none
     * @return whether they have enrolled it: a federation may store nothing, and of transient users Keycloak stores nothing
     */
    public boolean renew(String address, Instant now) {
        if (address.isBlank()) {
            return false;
        }
        CredentialModel enrolled = EnrolmentCredential.of(address, now);
        // In the last case somebody else has stored it meanwhile, and Keycloak refuses a second one of the same label.
        return KeptCredential.keep(() -> put(enrolled), LOG, "has enrolled the email code") || isCurrent();
    }

    private boolean put(CredentialModel enrolled) {
        SubjectCredentialManager credentials = user.credentialManager();
        List<String> old = stored().map(CredentialModel::getId).toList();
        if (old.isEmpty()) {
            return credentials.createStoredCredential(enrolled) != null;
        }
        enrolled.setId(old.get(0));
        credentials.updateStoredCredential(enrolled);
        old.stream().skip(1).forEach(credentials::removeStoredCredentialById);
        return true;
    }

    private Optional<String> address() {
        return Optional.ofNullable(user.getEmail()).map(String::strip).filter(address -> !address.isBlank());
    }

    private Stream<CredentialModel> stored() {
        return user.credentialManager().getStoredCredentialsByTypeStream(TYPE);
    }
}
