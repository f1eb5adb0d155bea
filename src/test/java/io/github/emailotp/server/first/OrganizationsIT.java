package io.github.emailotp.server.first;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.named.Likeness;
import io.github.emailotp.server.named.NamedRealm;
import io.github.emailotp.server.named.OrganizationsRealm;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's step of the organizations stands before ours, and takes whoever a name means for the login's user. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The first step behind that of the organizations")
class OrganizationsIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final OrganizationsRealm organizations;
    private TestUser alice;

    OrganizationsIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.organizations = new OrganizationsRealm(realm);
    }

    @BeforeEach
    void open() {
        organizations.open();
        alice = realm.newUser();
    }

    @AfterEach
    void close() {
        organizations.close();
    }

    @Test
    void logsInByTheNameThatWasTypedThere() {
        LoginClient client = organizations.arrive(alice.email());
        assertThat(client.page().isCodePage()).as(client.page().text()).isTrue();
        assertThat(client.page().text()).contains(alice.email());
        assertThat(realm.sessions(alice)).isEmpty();
        assertThat(client.code(mail.awaitMail(alice.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    /** Nor by a redirect that only one of both gets. */
    @Test
    void answersTheSameToAnyName() {
        LoginClient known = realm.newClient();
        known.openLogin();
        LoginClient unknown = realm.newClient();
        unknown.openLogin();
        Page ofKnown =
                known.postInParallel(1, Map.of("username", alice.email())).get(0);
        Page ofUnknown = unknown.postInParallel(1, Map.of("username", NamedRealm.nobodys(alice)))
                .get(0);
        assertThat(ofKnown.status()).isEqualTo(ofUnknown.status());
        assertThat(ofKnown.url().getPath()).isEqualTo(ofUnknown.url().getPath());
        assertThat(ofKnown.headers().map().keySet())
                .isEqualTo(ofUnknown.headers().map().keySet());
    }

    /** Keycloak's step asks nobody then. */
    @Test
    void mailsNothingToANameThatOnlyTheApplicationKnows() {
        Likeness ofKnown = hinted(alice.email());
        assertThat(ofKnown).isEqualTo(hinted(NamedRealm.nobodys(alice)));
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    /** Not by a redirect, a cookie or a page that only one of both gets. */
    @Test
    void answersTheSameToAnyNameThatOnlyTheApplicationKnows() {
        organizations.configure(Map.of("userNames", "true"));
        Likeness ofKnown = firstAnswer(alice.email());
        assertThat(ofKnown).isEqualTo(firstAnswer(NamedRealm.nobodys(alice)));
        assertThat(firstAnswer(alice.username())).isEqualTo(firstAnswer("not-" + alice.username()));
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    private Likeness firstAnswer(String hint) {
        LoginClient client = realm.newClient();
        client.stopAt("/realms/" + realm.name() + "/login-actions");
        client.openLogin(Map.of("login_hint", hint));
        return Likeness.of(client, hint);
    }

    private Likeness hinted(String name) {
        LoginClient client = realm.newClient();
        Page page = client.openLogin(Map.of("login_hint", name));
        assertThat(NamedRealm.isNamePage(page)).as(page.text()).isTrue();
        assertThat(NamedRealm.isNamePage(client.reload())).isTrue();
        return Likeness.of(client, name);
    }

    /** That step takes them always. */
    @Test
    void takesNoUserNames() {
        LoginClient client = organizations.arrive(alice.username());
        assertThat(NamedRealm.isNamePage(client.page()))
                .as(client.page().text())
                .isTrue();
        assertThat(client.page().text()).doesNotContain("@");
        LoginClient unknown = organizations.arrive("not-" + alice.username());
        assertThat(Likeness.of(client, alice.username())).isEqualTo(Likeness.of(unknown, "not-" + alice.username()));
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void asksWhoIsLoggedInForACodeOnly() {
        LoginClient client = organizations.arrive(alice.email());
        client.code(mail.awaitMail(alice.email()).code());
        Page again = client.openLogin(Map.of("prompt", "login"));
        if (NamedRealm.isNamePage(again)) {
            // That of 26.0 asks for a name even so, and looks at none.
            again = NamedRealm.name(client, NamedRealm.nobodys(alice));
        }
        assertThat(again.isCodePage()).as(again.text()).isTrue();
        assertThat(client.code(mail.awaitMail(alice.email(), 2).code()).isLoggedIn())
                .isTrue();
    }
}
