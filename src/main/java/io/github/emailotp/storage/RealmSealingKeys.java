package io.github.emailotp.storage;

import io.github.emailotp.otp.SealingKeys;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The realm's own HMAC keys, those that Keycloak signs its internal tokens with ({@code Constants.
 * INTERNAL_SIGNATURE_ALGORITHM}). Keys that were rotated out but are still passive open earlier codes.
 */
public final class RealmSealingKeys implements SealingKeys {

    private static final String KEY_ALGORITHM = Algorithm.HS512;
    private static final String MAC_ALGORITHM = "HmacSHA512";

    private final KeycloakSession session;
    private final RealmModel realm;

    public RealmSealingKeys(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    @Override
    public SealingKey active() {
        return new RealmKey(session.keys().getActiveKey(realm, KeyUse.SIG, KEY_ALGORITHM));
    }

    @Override
    public Optional<SealingKey> find(String keyId) {
        return Optional.ofNullable(session.keys().getKey(realm, keyId, KeyUse.SIG, KEY_ALGORITHM))
                .map(RealmKey::new);
    }

    private static final class RealmKey implements SealingKey {

        private final String id;
        private final SecretKey secret;

        RealmKey(KeyWrapper key) {
            this.id = key.getKid();
            this.secret = key.getSecretKey();
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public byte[] mac(byte[] input) {
            try {
                Mac mac = Mac.getInstance(MAC_ALGORITHM);
                mac.init(secret);
                return mac.doFinal(input);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the realm's HMAC key cannot be used", e);
            }
        }
    }
}
