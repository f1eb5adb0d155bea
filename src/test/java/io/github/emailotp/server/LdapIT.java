package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPException;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.report.StrangersLogin;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users of an LDAP server, imported as Keycloak does it by default. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A user of LDAP")
class LdapIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final AdminApi admin;
    private final MailServer mail;

    private LdapStore people;

    LdapIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.admin = realm.admin();
        this.mail = mail;
    }

    @BeforeEach
    void connectTheStore() throws LDAPException {
        people = LdapStore.readOnly(realm);
    }

    @AfterEach
    void disconnectTheStore() {
        people.close();
    }

    @Test
    void getsCodesAtTheAddressOfTheFirstImportAndTheLogWarnsOnce() throws LDAPException {
        assertThat(login().isCodePage()).isTrue();
        mail.awaitMail(people.address());
        people.moveCarol();
        login();
        mail.awaitMail(people.address(), 2);
        assertThat(mail.mailsTo(people.otherAddress())).isEmpty();
        assertThat(warnings()).isEqualTo(1);
    }

    @Test
    void getsCodesAtTheNewAddressOnceTheMapperFollows() throws LDAPException {
        people.followChanges();
        login();
        mail.awaitMail(people.address());
        people.moveCarol();
        login();
        mail.awaitMail(people.otherAddress());
        assertThat(mail.mailsTo(people.address())).hasSize(1);
    }

    @Test
    void whoseAddressComesInOtherLettersMeanwhileKeepsTheCode() throws LDAPException {
        people.followChanges();
        LoginClient client = begin();
        String code = mail.awaitMail(people.address()).code();
        people.setAddress(people.address().toUpperCase(Locale.ROOT));
        // 26.0 asks for the rest of the account's profile then.
        Page next = client.code(code);
        assertThat(next.isLoggedIn() || next.has("#kc-update-profile-form"))
                .as(next.text())
                .isTrue();
    }

    @Test
    void whoseAddressIsRemovedGetsCodesThereUntilTheMapperFollows() throws LDAPException {
        login();
        mail.awaitMail(people.address());
        people.removeAddress();
        login();
        mail.awaitMail(people.address(), 2);
        people.followChanges();
        assertThat(login().text()).contains("no email address");
        assertThat(mail.mailsTo(people.address())).hasSize(2);
    }

    @Test
    void whoIsDeletedThereMeanwhileGetsThePageOfAnExpiredLogin() throws LDAPException {
        LoginClient client = begin();
        String code = mail.awaitMail(people.address()).code();
        people.deleteCarol();
        Page page = client.code(code);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Page has expired");
        assertThat(page.isLoggedIn()).isFalse();
    }

    @Test
    void isMailedTheCodeOnceTheStoreIsBackIfItWasAwayWhenTheMailWasToLeave() throws LDAPException {
        mail.respond(MailServer.Response.DEFER);
        LoginClient client = begin();
        String id = people.carol().id();
        Patience.until("an attempt", () -> isTold(id, "mailbox_full_450", "transient_reply_450"));
        people.goAway();
        mail.respond(MailServer.Response.ACCEPT);
        Patience.until("an attempt without the store", () -> isTold(id, "internal"));
        people.comeBack();
        assertThat(client.code(mail.awaitMail(people.address()).code()).status())
                .isLessThan(400);
        assertThat(isTold(id, "account_gone")).isFalse();
    }

    /** Her password can be set nowhere but there: what cannot be done is not demanded, and the rest is done. */
    @Test
    void isNotAskedForAnotherPasswordThatCannotBeSet() {
        realm.configureStep(StrangersLogin.WITH_LINK);
        LoginClient client = begin();
        StrangersLogin login = new StrangersLogin(realm, people.carol(), client, mail.awaitMail(people.address()));
        Page page = login.report();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("log in and change it");
        assertThat(login.requiredActions()).isEmpty();
        assertThat(client.code(login.received().code()).isLoggedIn()).isFalse();
    }

    private boolean isTold(String user, String... reasons) {
        return admin.events(realm.name(), user).stream()
                .map(event -> event.path("details").path("reason").asText())
                .anyMatch(List.of(reasons)::contains);
    }

    private Page login() {
        return begin().page();
    }

    private LoginClient begin() {
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(people.carol());
        return client;
    }

    private long warnings() {
        return server.logLines("store \"" + people.name() + "\"").stream()
                .filter(line -> line.contains("does not follow changes"))
                .count();
    }
}
