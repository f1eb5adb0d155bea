package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys for realms of tests: Keycloak would make two new ones for each realm, which takes longer than all the rest of it on a machine
 * without the second compiler.
 */
public final class RealmKeys {

    private static final String PRIVATE_KEY = privateKey();

    private RealmKeys() {}

    /** Gives the representation of a realm, which has none, keys that are the same for all realms of this JVM. */
    public static ObjectNode in(ObjectNode realm) {
        realm.withObject("/components")
                .putArray("org.keycloak.keys.KeyProvider")
                .addPOJO(provider("rsa", "RS256", Map.of("privateKey", List.of(PRIVATE_KEY))))
                .addPOJO(provider("rsa-enc", "RSA-OAEP", Map.of("privateKey", List.of(PRIVATE_KEY))))
                .addPOJO(provider("hmac-generated", "HS512", Map.of()))
                .addPOJO(Map.of("name", "aes", "providerId", "aes-generated", "config", Map.of()));
        return realm;
    }

    private static Map<String, Object> provider(String id, String algorithm, Map<String, List<String>> config) {
        Map<String, List<String>> all = new HashMap<>(config);
        all.put("algorithm", List.of(algorithm));
        return Map.of("name", id, "providerId", id, "config", all);
    }

    private static String privateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }
}
