package io.github.emailotp.delivery;

import java.util.Optional;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.ReadOnlyUserModelDelegate;
import org.keycloak.models.utils.UserModelDelegate;

/**
 * Where accounts of a user federation come from. While such a store gives no answer, Keycloak since 26.4 gives an account that was
 * imported from it out as disabled and read-only ({@code UserStorageManager.validateUser}); earlier versions throw.
 */
final class UserStore {

    /** What newer versions of Keycloak give out for such an account, and for no other. */
    private static final Optional<Class<?>> OF_ONE_THAT_IS_AWAY =
            known("org.keycloak.models.utils.StorageUnavailableUserModelDelegate");

    private UserStore() {}

    /** Whether the store of this account, which is disabled, may only give no answer just now. */
    static boolean mayBeAway(UserModel user) {
        return OF_ONE_THAT_IS_AWAY.map(type -> type.isInstance(user)).orElseGet(() -> isDisabledForNow(user));
    }

    /** A store that was switched off looks like that, too. */
    private static boolean isDisabledForNow(UserModel user) {
        return user instanceof ReadOnlyUserModelDelegate
                && user.getFederationLink() != null
                && ((UserModelDelegate) user).getDelegate().isEnabled();
    }

    private static Optional<Class<?>> known(String name) {
        try {
            return Optional.of(Class.forName(name, false, UserModel.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
