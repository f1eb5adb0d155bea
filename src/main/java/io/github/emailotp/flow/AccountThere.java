package io.github.emailotp.flow;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * An account that stands in the way of another with the same address, as Keycloak's {@code DuplicateEmailValidator} finds it.
 *
 * @param owner empty if there are several
 */
public record AccountThere(Optional<UserModel> owner) {

    /** To be asked only for whoever has proven the address. */
    public static Optional<AccountThere> with(String address, KeycloakSession session, RealmModel realm) {
        if (realm.isDuplicateEmailsAllowed()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(session.users().getUserByEmail(realm, address))
                    .or(() -> byName(address, session, realm))
                    .map(Optional::of)
                    .map(AccountThere::new);
        } catch (ModelDuplicateException several) {
            return Optional.of(new AccountThere(Optional.empty()));
        }
    }

    private static Optional<UserModel> byName(String address, KeycloakSession session, RealmModel realm) {
        return realm.isLoginWithEmailAllowed()
                ? Optional.ofNullable(session.users().getUserByUsername(realm, address))
                : Optional.empty();
    }
}
