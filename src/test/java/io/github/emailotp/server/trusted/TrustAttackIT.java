package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.ResetRealm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has the password, and wants to be taken for a browser that its owner trusts. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The trust in a browser")
class TrustAttackIT {

    private static final String PATH = "/realms/test/";

    private final TestRealm realm;
    private final MailServer mail;
    private TrustingRealm trusting;
    private TestUser user;
    private LoginClient owner;
    private String name;
    private String value;

    TrustAttackIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void trustABrowser() {
        trusting = TrustingRealm.bind(realm, mail);
        user = realm.newUser();
        owner = realm.newClient();
        name = TrustingRealm.cookieName(realm, user);
        value = TrustingRealm.cookieValue(trusting.trust(owner, user));
    }

    @AfterEach
    void unbind() {
        trusting.close();
    }

    private boolean isAsked(LoginClient client) {
        Page page = trusting.logIn(client, user);
        assertThat(page.status()).isLessThan(400);
        assertThat(page.isCodePage()).isNotEqualTo(page.isLoggedIn());
        return page.isCodePage();
    }

    private LoginClient with(String cookie, String content) {
        LoginClient client = realm.newClient();
        client.setCookie(cookie, PATH, content);
        return client;
    }

    @Test
    void isInTheCookieAlone() {
        assertThat(isAsked(realm.newClient())).isTrue();
        assertThat(isAsked(with(name, value)))
                .as("stolen, it is all that it takes")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "x",
                "a.b",
                "%00",
                "....",
                "' OR 1=1 --",
                "{id}",
                "{id}.",
                ".{secret}",
                "*.{secret}",
                "{secret}.{id}"
            })
    void cannotBeMadeUp(String made) {
        int dot = value.indexOf('.');
        String cookie = made.replace("{id}", value.substring(0, dot)).replace("{secret}", value.substring(dot + 1));
        assertThat(isAsked(with(name, cookie))).isTrue();
    }

    @Test
    void endsWithEveryCharacterThatIsAnother() {
        int dot = value.indexOf('.');
        for (int i : new int[] {0, 5, dot, dot + 1, dot + 20, value.length() - 1}) {
            char other = value.charAt(i) == '0' ? '1' : '0';
            String altered = value.substring(0, i) + other + value.substring(i + 1);
            assertThat(isAsked(with(name, altered))).as("%d", i).isTrue();
        }
        assertThat(isAsked(with(name, value.toUpperCase(Locale.ROOT)))).isTrue();
        assertThat(isAsked(with(name, value + "0"))).isTrue();
    }

    /** What is stored is no secret, should anybody read it. */
    @Test
    void isNotInWhatIsStored() {
        String stored = trusting.browsers(user).get(0).toString();
        assertThat(stored).doesNotContain(value.substring(value.indexOf('.') + 1));
    }

    @Test
    void isNobodyElses() {
        TestUser other = realm.newUser();
        TestUser victim = user;
        user = other;
        assertThat(isAsked(with(TrustingRealm.cookieName(realm, other), value))).isTrue();
        user = victim;
        String others = TrustingRealm.cookieValue(trusting.trust(realm.newClient(), other));
        assertThat(isAsked(with(name, others))).isTrue();
        String mixed = value.substring(0, value.indexOf('.')) + others.substring(others.indexOf('.'));
        assertThat(isAsked(with(name, mixed))).isTrue();
    }

    @Test
    void isOfNoOtherRealm() {
        realm.admin()
                .importRealm(JsonNodeFactory.instance
                        .objectNode()
                        .put("realm", "trusting")
                        .put("enabled", true));
        TestRealm other = realm.sibling("trusting");
        FlowOf.aCodeForEverybody(other);
        try (TrustingRealm elsewhere = TrustingRealm.bind(other, mail)) {
            TestUser there = other.newUser();
            LoginClient client = other.newClient();
            client.setCookie(TrustingRealm.cookieName(other, there), "/realms/trusting/", value);
            assertThat(elsewhere.logIn(client, there).isCodePage()).isTrue();
        } finally {
            realm.admin().delete("trusting");
        }
    }

    /** Of a browser that was trusted before: as it stands in a realm that was exported. */
    @ParameterizedTest
    @CsvSource({"5, true", "3600, false"})
    void endsWithItsDays(long left, boolean asked) throws NoSuchAlgorithmException {
        String secret = "0f".repeat(32);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        long now = System.currentTimeMillis();
        String data = trusting.browsers(user)
                .get(0)
                .required("credentialData")
                .asText()
                .replaceFirst("\\d+", String.valueOf(now / 1000 + left));
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("credentials")
                                .addObject()
                                .put("type", TrustingRealm.TYPE)
                                .put("createdDate", now)
                                .put(
                                        "secretData",
                                        "{\"hash\":\"" + HexFormat.of().formatHex(hash) + "\"}")
                                .put("credentialData", data));
        List<JsonNode> browsers = trusting.browsers(user);
        assertThat(browsers).hasSize(2);
        String id = browsers.stream()
                .map(browser -> browser.required("id").asText())
                .filter(one -> !value.startsWith(one))
                .findFirst()
                .orElseThrow();
        if (asked) {
            Patience.until("the last of its days", () -> System.currentTimeMillis() / 1000 > now / 1000 + left);
        }
        assertThat(isAsked(with(name, id + "." + secret))).isEqualTo(asked);
    }

    @Test
    void endsWhenAnAdministratorRemovesIt() {
        trusting.remove(user, trusting.browsers(user).get(0));
        assertThat(isAsked(owner)).isTrue();
        assertThat(isAsked(with(name, value))).as("replayed").isTrue();
    }

    @Test
    void endsWithTheSignOutOfTheUser() {
        Patience.untilTheNextSecond();
        realm.admin().post(realm.name() + "/users/" + user.id() + "/logout", Map.of());
        assertThat(isAsked(owner)).isTrue();
        assertThat(isAsked(with(name, value))).as("replayed").isTrue();
    }

    /** Sessions → Revocation, which is in whole seconds. */
    @Test
    void endsWithTheRevocationOfTheRealm() {
        Patience.untilTheNextSecond();
        realm.admin()
                .updateRealm(realm.name(), settings -> settings.put("notBefore", System.currentTimeMillis() / 1000));
        try {
            assertThat(isAsked(owner)).isTrue();
        } finally {
            realm.admin().updateRealm(realm.name(), settings -> settings.put("notBefore", 0));
        }
        assertThat(isAsked(owner)).isFalse();
    }

    @Test
    void endsWithANewPasswordOfAnAdministrator() {
        String next = "another password";
        realm.admin()
                .put(
                        realm.name() + "/users/" + user.id() + "/reset-password",
                        Map.of("type", "password", "value", next, "temporary", false));
        user = new TestUser(user.id(), user.username(), user.email(), next);
        assertThat(isAsked(owner)).isTrue();
    }

    @Test
    void endsWithANewPasswordOfTheOwner() {
        String next = "a password of my own";
        realm.admin()
                .updateUser(
                        realm.name(),
                        user.id(),
                        account -> account.putArray("requiredActions").add("UPDATE_PASSWORD"));
        trusting.logIn(owner, user);
        assertThat(owner.submit(Map.of("password-new", next, "password-confirm", next))
                        .isLoggedIn())
                .isTrue();
        realm.endSessions(user);
        user = new TestUser(user.id(), user.username(), user.email(), next);
        assertThat(isAsked(owner)).isTrue();
    }

    /** Also where a directory keeps the password, and where none is set in the end. */
    @Test
    void endsWithTheCodeOfAReset() {
        ResetRealm reset = new ResetRealm(realm);
        reset.open();
        try {
            int mails = mail.mailsTo(user.email()).size();
            LoginClient client = reset.arrive(user.email());
            client.code(mail.awaitMail(user.email(), mails + 1).code());
            assertThat(ResetRealm.isPasswordPage(client.page())).isTrue();
            assertThat(trusting.browsers(user)).isEmpty();
            assertThat(isAsked(owner)).isTrue();
        } finally {
            reset.close();
        }
    }

    /** Keycloak does so at the next login when the realm's policy has changed. */
    @Test
    void doesNotEndWithANewHashOfTheSamePassword() {
        String before = password();
        realm.admin().updateRealm(realm.name(), settings -> settings.put("passwordPolicy", "hashIterations(7)"));
        try {
            assertThat(isAsked(owner)).isFalse();
            assertThat(password()).isNotEqualTo(before);
            realm.endSessions(user);
            assertThat(isAsked(owner)).isFalse();
        } finally {
            realm.admin().updateRealm(realm.name(), settings -> settings.put("passwordPolicy", ""));
        }
    }

    private String password() {
        for (var credential : realm.admin().get(realm.name() + "/users/" + user.id() + "/credentials")) {
            if (credential.path("type").asText().equals("password")) {
                return credential.path("credentialData").asText();
            }
        }
        throw new AssertionError("no password");
    }

    @Test
    void endsWithAnotherAddress() {
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", "moved-" + user.email()));
        assertThat(isAsked(owner)).isTrue();
    }
}
