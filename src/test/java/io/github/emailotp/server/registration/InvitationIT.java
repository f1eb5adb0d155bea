package io.github.emailotp.server.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody who has no account yet follows a mailed link that invites into an organization. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An invitation, and a registration that begins with a code")
class InvitationIT {

    private static final String ORGANIZATION = "the club";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final RegisteringRealm registering;
    private String organization;
    private String address;

    InvitationIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.registering = new RegisteringRealm(realm);
    }

    @BeforeEach
    void open() {
        registering.open();
        registering.set(settings -> settings.put("organizationsEnabled", true));
        organization = realm.admin()
                .create(
                        realm.name() + "/organizations",
                        Map.of(
                                "name",
                                ORGANIZATION,
                                "alias",
                                "club",
                                "domains",
                                List.of(Map.of("name", "club.example.test"))));
        address = registering.newAddress();
    }

    @AfterEach
    void close() {
        realm.admin().delete(realm.name() + "/organizations/" + organization);
        registering.close();
    }

    @Test
    void isAcceptedByWhoeverProvesItsAddress() {
        LoginClient client = invited();
        assertThat(field(client)).isEqualTo(address);
        RegisteringRealm.address(client, address);
        client.code(mail.awaitMail(address, 2).code());
        assertThat(RegisteringRealm.isForm(client.page()))
                .as(client.page().text())
                .isTrue();
        assertThat(client.page().text()).contains(ORGANIZATION);
        assertThat(field(client)).isEqualTo(address);
        joins(client, address);
    }

    @Test
    void isAcceptedWhereNobodyElseMayRegister() {
        assumeThat(server.version()).doesNotStartWith("26.0.");
        registering.set(settings -> settings.put("registrationAllowed", false));
        LoginClient client = invited();
        RegisteringRealm.address(client, address);
        client.code(mail.awaitMail(address, 2).code());
        joins(client, address);
    }

    /** Keycloak's addresses have lost it then. */
    @Test
    void isKeptByReloadsAndOnTheWayBack() {
        LoginClient client = invited();
        client.reload();
        RegisteringRealm.address(client, "mistaken-" + address);
        client.follow("#email-otp-other-name");
        RegisteringRealm.address(client, address);
        client.get(client.page().reloadAddress());
        client.code(mail.awaitMail(address, 2).code());
        client.get(client.page().reloadAddress());
        assertThat(client.page().text()).contains(ORGANIZATION);
        RegisteringRealm.fillIn(client, "");
        client.follow("a[href*=login-actions/authenticate]");
        client.follow("a[href*=registration]");
        assertThat(field(client)).isEqualTo(address);
        RegisteringRealm.address(client, address);
        client.code(mail.awaitMail(address, 3).code());
        joins(client, address);
    }

    /** It is for the mailbox that it was sent to. */
    @Test
    void isNotAcceptedWithAnotherAddress() {
        String other = registering.newAddress();
        LoginClient client = invited();
        RegisteringRealm.address(client, other);
        client.code(mail.awaitMail(other).code());
        for (String typed : List.of(other, address)) {
            Page page = RegisteringRealm.fillIn(client, typed);
            assertThat(RegisteringRealm.isForm(page)).as(page.text()).isTrue();
        }
        assertThat(members()).isEmpty();
        assertThat(registering.accounts(other)).isEmpty();
        assertThat(registering.accounts(address)).isEmpty();
    }

    /** As by an attacker who has the link, and not the mailbox. */
    @Test
    void isNotTheCode() {
        LoginClient client = invited();
        RegisteringRealm.address(client, address);
        assertThat(client.page().isCodePage()).isTrue();
        URI form = URI.create(client.page()
                .action(Set.of("oneTimeCode"))
                .toString()
                .replace("execution=" + registering.stepId(), "execution=" + registering.formId()));
        client.post(
                form,
                "application/x-www-form-urlencoded",
                "username=thief&firstName=T&lastName=T&password=password1&password-confirm=password1&email=" + address);
        assertThat(registering.accounts(address)).isEmpty();
        assertThat(members()).isEmpty();
    }

    private LoginClient invited() {
        realm.admin()
                .postForm(
                        realm.name() + "/organizations/" + organization + "/members/invite-user",
                        Map.of("email", address));
        LoginClient client = realm.newClient();
        client.get(mail.awaitMail(address).link());
        assertThat(RegisteringRealm.isAddressPage(client.page()))
                .as(client.page().text())
                .isTrue();
        return client;
    }

    private void joins(LoginClient client, String whose) {
        RegisteringRealm.fillIn(client, whose);
        assertThat(members()).as(client.page().text()).singleElement().satisfies(member -> {
            assertThat(member.path("email").asText()).isEqualTo(whose);
            assertThat(member.path("emailVerified").asBoolean()).isTrue();
        });
    }

    private JsonNode members() {
        return realm.admin().get(realm.name() + "/organizations/" + organization + "/members");
    }

    private static String field(LoginClient client) {
        return client.page().document().select("input[name=email]").attr("value");
    }
}
