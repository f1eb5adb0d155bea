package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.emailotp.server.LdapStore;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The directory keeps the password, so that nothing in Keycloak tells of when it was set. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The trust of somebody in LDAP")
class TrustInLdapIT {

    private static final String NEXT = "another password";

    private final TestRealm realm;
    private final MailServer mail;
    private TrustingRealm trusting;
    private LdapStore people;
    private TestUser carol;
    private LoginClient owner;

    TrustInLdapIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void trustABrowser() throws LDAPException {
        trusting = TrustingRealm.bind(realm, mail);
        trusting.listeners("jboss-logging", "email-otp-trust");
        people = LdapStore.writable(realm);
        carol = people.carol();
        owner = trusting.trustedBrowser(carol);
        assertThat(isAsked()).isFalse();
        realm.endSessions(carol);
    }

    @AfterEach
    void forget() {
        people.close();
        trusting.listeners("jboss-logging");
        trusting.close();
    }

    private boolean isAsked() {
        Page page = trusting.logIn(owner, carol);
        assertThat(page.isCodePage()).as(page.text()).isNotEqualTo(page.isLoggedIn());
        return page.isCodePage();
    }

    @Test
    void endsWithANewPasswordOfAnAdministrator() {
        realm.admin()
                .put(
                        realm.name() + "/users/" + carol.id() + "/reset-password",
                        Map.of("type", "password", "value", NEXT, "temporary", false));
        assertThat(trusting.browsers(carol)).isEmpty();
        carol = withPassword();
        assertThat(isAsked()).isTrue();
    }

    /** With the rest of the account, as scripts do: of what has changed, Keycloak tells nothing. */
    @Test
    void endsWithANewPasswordAmongTheChangesOfAnAdministrator() {
        realm.admin()
                .updateUser(
                        realm.name(),
                        carol.id(),
                        account -> account.putArray("credentials")
                                .addObject()
                                .put("type", "password")
                                .put("value", NEXT)
                                .put("temporary", false));
        assertThat(trusting.browsers(carol)).isEmpty();
        carol = withPassword();
        assertThat(isAsked()).isTrue();
    }

    @Test
    void endsWithANewPasswordOfTheOwner() {
        int mails = mail.mailsTo(carol.email()).size();
        trusting.logIn(owner, carol, Map.of("kc_action", "UPDATE_PASSWORD"));
        owner.code(mail.awaitMail(carol.email(), mails + 1).code());
        assertThat(trusting.browsers(carol)).hasSize(1);
        assertThat(owner.submit(Map.of("password-new", NEXT, "password-confirm", NEXT))
                        .isLoggedIn())
                .isTrue();
        assertThat(trusting.browsers(carol)).isEmpty();
        realm.endSessions(carol);
        carol = withPassword();
        assertThat(isAsked()).isTrue();
    }

    /** Nobody tells Keycloak of it: then whoever has set it signs the user out, too. */
    @Test
    void endsWithANewPasswordInTheDirectoryItselfOnlyBySigningOut() throws LDAPException {
        people.setPassword(NEXT);
        assertThat(trusting.logIn(owner, carol).isLoggedIn())
                .as("by the old one")
                .isFalse();
        carol = withPassword();
        assertThat(isAsked()).isFalse();
        Patience.untilTheNextSecond();
        realm.admin().post(realm.name() + "/users/" + carol.id() + "/logout", Map.of());
        assertThat(isAsked()).isTrue();
    }

    @Test
    void endsWithAnotherAddressInTheDirectoryWhereKeycloakFollows() throws LDAPException {
        people.followChanges();
        assertThat(isAsked()).isFalse();
        realm.endSessions(carol);
        people.moveCarol();
        assertThat(isAsked()).isTrue();
        assertThat(mail.mailsTo(people.otherAddress())).hasSize(1);
    }

    private TestUser withPassword() {
        return new TestUser(carol.id(), carol.username(), carol.email(), NEXT);
    }
}
