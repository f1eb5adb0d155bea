package io.github.emailotp.flow.registration;

import io.github.emailotp.storage.HashedName;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * Lets one request at a time, of the whole cluster, make an account with an address. Of two that have both looked and found none, the database would
 * refuse one when it is too late to say anything but that there was an error.
 */
final class OneAtATime extends AbstractKeycloakTransaction {

    /** Longer than a request takes: should its node die, the address is free again then. */
    private static final long SECONDS = 60;

    private final SingleUseObjectProvider shared;
    private final String name;

    private OneAtATime(SingleUseObjectProvider shared, String name) {
        this.shared = shared;
        this.name = name;
    }

    /** Whether this request may, and no other until it is over. */
    static boolean mayMakeOne(String address, KeycloakSession session, RealmModel realm) {
        SingleUseObjectProvider shared = session.singleUseObjects();
        String name = HashedName.of("registration", realm.getId(), address);
        if (!shared.putIfAbsent(name, SECONDS)) {
            return false;
        }
        session.getTransactionManager().enlistAfterCompletion(new OneAtATime(shared, name));
        return AccountThere.with(address, session, realm).isEmpty();
    }

    @Override
    protected void commitImpl() {
        shared.remove(name);
    }

    @Override
    protected void rollbackImpl() {
        shared.remove(name);
    }
}
