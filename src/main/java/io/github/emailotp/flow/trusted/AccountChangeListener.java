package io.github.emailotp.flow.trusted;

import io.github.emailotp.storage.trusted.TrustedBrowsers;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.StorageId;

/**
 * Takes trusted browsers away when Keycloak tells of a new password, which a directory may keep, of another address, or of a factor that is removed: they
 * are not listed any more, and do not come back with the old address. In the transaction of the change; costs other events a comparison.
 */
final class AccountChangeListener implements EventListenerProvider {

    private static final String RESET = "/reset-password";

    /** In all of Keycloak, what is done to a credential is an ACTION; what it was, 26.0 does not tell. */
    private static final Pattern USER = Pattern.compile("users/([^/]+)(" + RESET + "|/credentials/[^/]+)?");

    private final KeycloakSession session;
    private final Clock clock;

    AccountChangeListener(KeycloakSession session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** What people do themselves. */
    @Override
    public void onEvent(Event event) {
        if (isNewAddress(event) || isNewPassword(event)) {
            change(event.getRealmId(), event.getUserId(), (user, trusted) -> trusted.removeAll());
        } else if (event.getType() == EventType.REMOVE_CREDENTIAL) {
            change(event.getRealmId(), event.getUserId(), (user, trusted) -> trusted.removeUntrusted());
        }
    }

    /** The account console and the action "Update Profile" tell of it among the rest, unless the action "Update Email" is on. */
    private static boolean isNewAddress(Event event) {
        return event.getType() == EventType.UPDATE_EMAIL
                || (event.getType() == EventType.UPDATE_PROFILE
                        && event.getDetails() != null
                        && (event.getDetails().containsKey(Details.PREVIOUS_EMAIL)
                                || event.getDetails().containsKey(Details.UPDATED_EMAIL)));
    }

    private static boolean isNewPassword(Event event) {
        return event.getType() == EventType.UPDATE_CREDENTIAL
                && event.getDetails() != null
                && PasswordCredentialModel.TYPE.equals(event.getDetails().get(Details.CREDENTIAL_TYPE));
    }

    /** What administrators do: of a change of the user it is not told what has changed. */
    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getResourceType() != ResourceType.USER || event.getResourcePath() == null) {
            return;
        }
        Matcher path = USER.matcher(event.getResourcePath());
        if (!path.matches()) {
            return;
        }
        String userId = path.group(1);
        if (event.getOperationType() == OperationType.ACTION && RESET.equals(path.group(2))) {
            change(event.getRealmId(), userId, (user, trusted) -> trusted.removeAll());
        } else if (event.getOperationType() == OperationType.ACTION && path.group(2) != null) {
            change(event.getRealmId(), userId, (user, trusted) -> trusted.removeUntrusted());
        } else if (event.getOperationType() == OperationType.UPDATE && path.group(2) == null) {
            change(event.getRealmId(), userId, AccountChangeListener::removeWhatIsNotSure);
        }
    }

    /** The password of somebody in a directory may have been set with the rest, and nothing in Keycloak tells of when. */
    private static void removeWhatIsNotSure(UserModel user, TrustedBrowsers trusted) {
        if (isOfAStore(user)) {
            trusted.removeAll();
        } else {
            trusted.removeUntrusted();
        }
    }

    private static boolean isOfAStore(UserModel user) {
        return user.getFederationLink() != null || !StorageId.isLocalStorage(user.getId());
    }

    private void change(String realmId, String userId, BiConsumer<UserModel, TrustedBrowsers> change) {
        RealmModel realm = session.realms().getRealm(realmId);
        // At the first login from an identity provider, an address is changed before there is a user.
        Optional.ofNullable(userId)
                .map(id -> session.users().getUserById(realm, id))
                .ifPresent(user -> change.accept(user, new TrustedBrowsers(session, realm, user, clock)));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
