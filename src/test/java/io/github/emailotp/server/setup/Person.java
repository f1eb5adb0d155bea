package io.github.emailotp.server.setup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import org.keycloak.models.utils.TimeBasedOTP;

/** The kinds of people that a flow can meet. Each has a password. */
public enum Person {
    WITHOUT_APP,
    WITH_APP,
    WITHOUT_ADDRESS,
    WITH_APP_WITHOUT_ADDRESS,
    WITH_SECURITY_KEY,
    WITH_PASSKEY;

    private static final String APP_SECRET = "a secret of twenty b";

    private static final String APP =
            "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":30,\"algorithm\":\"HmacSHA1\"}";

    /** A key that nobody has: it can be asked for, and never be shown. */
    private static final String KEY =
            "{\"aaguid\":\"00000000-0000-0000-0000-000000000000\",\"credentialId\":\"AQIDBAUGBwgJCgsMDQ4PEA==\","
                    + "\"counter\":0,\"attestationStatementFormat\":\"none\","
                    + "\"credentialPublicKey\":\"pQECAyYgASFYIIA3FZ0L0Vq7c7mYyF1c4pEovCzMNDYH0QLoYxJRxDy1Ilgg"
                    + "MX2P0ba6KZl4y3c9yzkPdWcKfCpKQ8kUzcWXcVOeCkY=\"}";

    /** What the app shows now. */
    public static String appCode() {
        return new TimeBasedOTP().generateTOTP(APP_SECRET);
    }

    /** A new user of this kind. */
    public TestUser in(TestRealm realm) {
        TestUser user = realm.newUser();
        realm.admin().updateUser(realm.name(), user.id(), account -> {
            if (this == WITHOUT_ADDRESS || this == WITH_APP_WITHOUT_ADDRESS) {
                account.put("email", "");
            }
            ArrayNode credentials = account.putArray("credentials");
            switch (this) {
                case WITH_APP, WITH_APP_WITHOUT_ADDRESS ->
                    add(credentials, "otp", "{\"value\":\"" + APP_SECRET + "\"}", APP);
                case WITH_SECURITY_KEY -> add(credentials, "webauthn", "{}", KEY);
                case WITH_PASSKEY -> add(credentials, "webauthn-passwordless", "{}", KEY);
                case WITHOUT_APP, WITHOUT_ADDRESS -> account.remove("credentials");
            }
        });
        return user;
    }

    private static void add(ArrayNode credentials, String type, String secret, String data) {
        credentials.addObject().put("type", type).put("secretData", secret).put("credentialData", data);
    }
}
