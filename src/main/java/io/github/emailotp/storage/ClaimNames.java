package io.github.emailotp.storage;

import io.github.emailotp.otp.SealingKeys.SealingKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;

/**
 * Names of claims that nobody outside can tell: they are under the realm's own key. Up to 26.3 Keycloak removes any single-use
 * object whose name a client sends as the {@code request_uri} of a pushed authorization request ({@code
 * AuthzEndpointParParser}). When the key is rotated, claims begin anew.
 */
public final class ClaimNames {

    private static final int BYTES = 16;

    private final Function<String, SealingKey> keys;

    /**
     * Names under these keys.
     *
     * @param keys the key of a realm, by the realm's id
     */
    public ClaimNames(Function<String, SealingKey> keys) {
        this.keys = keys;
    }

    /** Names under the keys of this server's realms. */
    public static ClaimNames of(KeycloakSession session) {
        return new ClaimNames(
                realmId -> new RealmSealingKeys(session, session.realms().getRealm(realmId)).active());
    }

    /** {@code email-otp.<kind>.<22 characters>}, the same for the same parts and key. */
    public String of(String kind, String realmId, String... about) {
        byte[] plain = HashedName.of(kind, about).getBytes(StandardCharsets.UTF_8);
        byte[] mac = Arrays.copyOf(keys.apply(realmId).mac(plain), BYTES);
        return HashedName.named(kind, Base64.getUrlEncoder().withoutPadding().encodeToString(mac));
    }
}
