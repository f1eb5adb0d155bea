package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.github.emailotp.server.harness.AdminApi;
import io.github.emailotp.server.harness.FreePort;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.report.StrangersLogin;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final String BASE = "dc=example,dc=test";
    private static final String CAROL = "uid=carol," + BASE;
    private static final AtomicInteger STORES = new AtomicInteger();

    private final KeycloakServer server;
    private final TestRealm realm;
    private final AdminApi admin;
    private final MailServer mail;

    /** Each test has a store and addresses of its own: what is warned of once, and how many mails a mailbox gets. */
    private final String name = "people" + STORES.incrementAndGet();

    private final String before = "carol@" + name + ".test";
    private final String after = "carol@new." + name + ".test";
    private InMemoryDirectoryServer ldap;
    private String store;

    LdapIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.admin = realm.admin();
        this.mail = mail;
    }

    @BeforeEach
    void connectTheStore() throws Exception {
        var config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig(
                "loopback", InetAddress.getLoopbackAddress(), FreePort.any(), null));
        ldap = new InMemoryDirectoryServer(config);
        ldap.add("dn: " + BASE, "objectClass: domain", "dc: example");
        ldap.add(
                "dn: " + CAROL,
                "objectClass: inetOrgPerson",
                "uid: carol",
                "cn: Carol",
                "sn: Smith",
                "mail: " + before,
                "entryUUID: 5f0cd5f0-0000-4000-8000-000000000001",
                "userPassword: carol's password");
        ldap.startListening();
        String id = admin.get(realm.name()).required("id").asText();
        store = admin.create(
                realm.name() + "/components",
                Map.of(
                        "name",
                        name,
                        "providerId",
                        "ldap",
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "parentId",
                        id,
                        "config",
                        settings()));
    }

    private Map<String, List<String>> settings() {
        return Map.ofEntries(
                Map.entry("enabled", List.of("true")),
                Map.entry("vendor", List.of("other")),
                Map.entry("editMode", List.of("READ_ONLY")),
                Map.entry("importEnabled", List.of("true")),
                Map.entry("connectionUrl", List.of("ldap://localhost:" + ldap.getListenPort())),
                Map.entry("authType", List.of("none")),
                Map.entry("usersDn", List.of(BASE)),
                Map.entry("usernameLDAPAttribute", List.of("uid")),
                Map.entry("rdnLDAPAttribute", List.of("uid")),
                Map.entry("uuidLDAPAttribute", List.of("entryUUID")),
                Map.entry("userObjectClasses", List.of("inetOrgPerson")),
                Map.entry("cachePolicy", List.of("NO_CACHE")));
    }

    @AfterEach
    void disconnectTheStore() {
        admin.delete(realm.name() + "/components/" + store);
        ldap.shutDown(true);
    }

    @Test
    void getsCodesAtTheAddressOfTheFirstImportAndTheLogWarnsOnce() throws Exception {
        assertThat(login().isCodePage()).isTrue();
        mail.awaitMail(before);
        moveCarol();
        login();
        mail.awaitMail(before, 2);
        assertThat(mail.mailsTo(after)).isEmpty();
        assertThat(warnings()).isEqualTo(1);
    }

    @Test
    void getsCodesAtTheNewAddressOnceTheMapperFollows() throws Exception {
        followChanges();
        login();
        mail.awaitMail(before);
        moveCarol();
        login();
        mail.awaitMail(after);
        assertThat(mail.mailsTo(before)).hasSize(1);
    }

    @Test
    void whoseAddressComesInOtherLettersMeanwhileKeepsTheCode() throws Exception {
        followChanges();
        LoginClient client = begin();
        String code = mail.awaitMail(before).code();
        ldap.modify(CAROL, new Modification(ModificationType.REPLACE, "mail", before.toUpperCase(Locale.ROOT)));
        // 26.0 asks for the rest of the account's profile then.
        Page next = client.code(code);
        assertThat(next.isLoggedIn() || next.has("#kc-update-profile-form"))
                .as(next.text())
                .isTrue();
    }

    @Test
    void whoseAddressIsRemovedGetsCodesThereUntilTheMapperFollows() throws Exception {
        login();
        mail.awaitMail(before);
        ldap.modify(CAROL, new Modification(ModificationType.DELETE, "mail"));
        login();
        mail.awaitMail(before, 2);
        followChanges();
        assertThat(login().text()).contains("no email address");
        assertThat(mail.mailsTo(before)).hasSize(2);
    }

    @Test
    void whoIsDeletedThereMeanwhileGetsThePageOfAnExpiredLogin() throws Exception {
        LoginClient client = begin();
        String code = mail.awaitMail(before).code();
        ldap.delete(CAROL);
        Page page = client.code(code);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Page has expired");
        assertThat(page.isLoggedIn()).isFalse();
    }

    @Test
    void isMailedTheCodeOnceTheStoreIsBackIfItWasAwayWhenTheMailWasToLeave() throws Exception {
        mail.respond(MailServer.Response.DEFER);
        LoginClient client = begin();
        String id = carolsId();
        Patience.until("an attempt", () -> isTold(id, "mailbox_full_450", "transient_reply_450"));
        ldap.shutDown(true);
        mail.respond(MailServer.Response.ACCEPT);
        Patience.until("an attempt without the store", () -> isTold(id, "internal"));
        ldap.startListening();
        assertThat(client.code(mail.awaitMail(before).code()).status()).isLessThan(400);
        assertThat(isTold(id, "account_gone")).isFalse();
    }

    /** Her password can be set nowhere but there: what cannot be done is not demanded, and the rest is done. */
    @Test
    void isNotAskedForAnotherPasswordThatCannotBeSet() {
        realm.configureStep(StrangersLogin.WITH_LINK);
        LoginClient client = begin();
        TestUser carol = new TestUser(carolsId(), "carol", before, "carol's password");
        StrangersLogin login = new StrangersLogin(realm, carol, client, mail.awaitMail(before));
        Page page = login.report();
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("log in and change it");
        assertThat(login.requiredActions()).isEmpty();
        assertThat(client.code(login.received().code()).isLoggedIn()).isFalse();
    }

    private String carolsId() {
        return admin.get(realm.name() + "/users?username=carol")
                .get(0)
                .required("id")
                .asText();
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
        client.submit(Map.of("username", "carol", "password", "carol's password"));
        return client;
    }

    private void moveCarol() throws LDAPException {
        ldap.modify(CAROL, new Modification(ModificationType.REPLACE, "mail", after));
    }

    private void followChanges() {
        for (JsonNode mapper : admin.get(realm.name() + "/components?parent=" + store)) {
            if (mapper.required("name").asText().equals("email")) {
                ((ObjectNode) mapper.required("config"))
                        .putArray("always.read.value.from.ldap")
                        .add("true");
                admin.put(realm.name() + "/components/" + mapper.required("id").asText(), mapper);
            }
        }
    }

    private long warnings() {
        return server.logLines("store \"" + name + "\"").stream()
                .filter(line -> line.contains("does not follow changes"))
                .count();
    }
}
