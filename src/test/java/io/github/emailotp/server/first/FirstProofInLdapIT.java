package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.emailotp.server.LdapStore;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import io.github.emailotp.server.named.PasswordlessRealm;
import io.github.emailotp.server.named.ResetRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An account in LDAP whose address was never proven")
class FirstProofInLdapIT {

    private static final String TOLD = "What was set up for the account before is removed";
    private static final String OF_THE_THIEF = "a password of the thief";

    private final TestRealm realm;
    private final MailServer mail;
    private final PasswordlessRealm passwordless;
    private final ResetRealm reset;
    private LdapStore people;

    FirstProofInLdapIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.passwordless = new PasswordlessRealm(realm);
        this.reset = new ResetRealm(realm);
    }

    @AfterEach
    void disconnectTheStore() {
        people.close();
    }

    /** Or each code would be the first one, and take away what was set up since. */
    @Test
    void keepsWhatIsSetUpWhereThatItIsProvenCannotBeKept() throws LDAPException {
        people = LdapStore.notImported(realm);
        passwordless.open();
        try {
            TestUser carol = people.carol();
            LoginClient elsewhere = passwordless.byPassword(carol);
            for (int mails = 1; mails <= 2; mails++) {
                LoginClient client = passwordless.arrive(carol.email());
                ReceivedMail received = mail.awaitMail(carol.email(), mails);
                assertThat(received.text()).doesNotContain(TOLD);
                assertThat(client.code(received.code()).isLoggedIn())
                        .as(client.page().text())
                        .isTrue();
            }
            assertThat(elsewhere.openLogin().isLoggedIn()).isTrue();
            assertThat(types(carol)).contains("LOGIN").doesNotContain("VERIFY_EMAIL", "LOGIN_ERROR");
        } finally {
            passwordless.close();
        }
    }

    @Test
    void hasItsPasswordResetThere() throws LDAPException {
        people = LdapStore.notImported(realm);
        reset.open();
        try {
            TestUser carol = people.carol();
            LoginClient client = reset.arrive(carol.email());
            client.code(mail.awaitMail(carol.email()).code());
            assertThat(ResetRealm.isPasswordPage(client.page()))
                    .as(client.page().text())
                    .isTrue();
            ResetRealm.setPassword(client);
            assertThat(people.hasPassword(ResetRealm.NEW_PASSWORD)).isTrue();
        } finally {
            reset.close();
        }
    }

    /** It cannot be taken away, so its owner sets another one at once. */
    @Test
    void asksForAnotherPasswordWhereAnybodyMayHaveRegistered() throws LDAPException {
        people = LdapStore.ofRegistrations(realm);
        passwordless.open();
        try {
            TestUser registered = register();
            assertThat(people.hasPassword(registered.username(), OF_THE_THIEF)).isTrue();
            LoginClient owner = passwordless.arrive(registered.email());
            owner.code(mail.awaitMail(registered.email()).code());
            assertThat(ResetRealm.isPasswordPage(owner.page()))
                    .as(owner.page().text())
                    .isTrue();
            assertThat(ResetRealm.setPassword(owner).isLoggedIn())
                    .as(owner.page().text())
                    .isTrue();
            assertThat(people.hasPassword(registered.username(), OF_THE_THIEF)).isFalse();
            assertThat(people.hasPassword(registered.username(), ResetRealm.NEW_PASSWORD))
                    .isTrue();
            assertThat(types(registered)).contains("REMOVE_CREDENTIAL_ERROR", "VERIFY_EMAIL");
            assertThat(passwordless
                            .arrive(registered.email())
                            .code(mail.awaitMail(registered.email(), 2).code())
                            .isLoggedIn())
                    .as("once")
                    .isTrue();
        } finally {
            passwordless.close();
        }
    }

    /** There it is the one that she has at work. */
    @Test
    void keepsItsPasswordWhereNobodyRegisters() throws LDAPException {
        people = LdapStore.writable(realm);
        passwordless.open();
        try {
            TestUser carol = people.carol();
            LoginClient client = passwordless.arrive(carol.email());
            assertThat(client.code(mail.awaitMail(carol.email()).code()).isLoggedIn())
                    .as(client.page().text())
                    .isTrue();
            assertThat(people.hasPassword(carol.password())).isTrue();
            assertThat(types(carol)).contains("VERIFY_EMAIL").doesNotContain("REMOVE_CREDENTIAL_ERROR");
        } finally {
            passwordless.close();
        }
    }

    private TestUser register() {
        passwordless.set(settings -> settings.put("registrationAllowed", true).put("browserFlow", "browser"));
        String name = people.name() + "-registered";
        String address = name + "@example.test";
        LoginClient thief = realm.newClient();
        thief.get(URI.create(realm.loginUrl().replace("/auth?", "/registrations?")));
        thief.submit(Map.of(
                "username", name,
                "email", address,
                "firstName", "T",
                "lastName", "T",
                "password", OF_THE_THIEF,
                "password-confirm", OF_THE_THIEF));
        assertThat(thief.isLoggedIn()).as(thief.page().text()).isTrue();
        passwordless.set(settings -> settings.put("browserFlow", PasswordlessRealm.FLOW));
        String id = realm.admin()
                .get(realm.name() + "/users?email=" + address)
                .path(0)
                .required("id")
                .asText();
        return new TestUser(id, name, address, OF_THE_THIEF);
    }

    private List<String> types(TestUser user) {
        return realm.events(user).stream()
                .map(event -> event.path("type").asText())
                .toList();
    }
}
