package io.github.emailotp.flow;

import io.github.emailotp.otp.NormalisedAddress;
import io.github.emailotp.storage.HashedName;
import java.util.Optional;
import org.keycloak.models.UserModel;
import org.keycloak.models.light.LightweightUserAdapter;

/** By what codes, limits and cookies know an account. */
public final class AccountId {

    private AccountId() {}

    /**
     * The user's id. That of a user whom Keycloak does not store (its feature {@code transient-users}) lasts for one login, and
     * so would every limit: there it is made of the address, which is all that a code proves.
     */
    public static String of(UserModel user) {
        return LightweightUserAdapter.isLightweightUser(user)
                ? HashedName.of(
                        "visitor",
                        NormalisedAddress.of(
                                Optional.ofNullable(user.getEmail()).orElse("")))
                : user.getId();
    }
}
