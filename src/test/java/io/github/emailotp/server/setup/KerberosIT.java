package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.SecondExtension;
import io.github.emailotp.server.harness.SecondKeycloak;
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

/** A door of {@code docs/flows.md}: people with a ticket of a real Kerberos server. */
@Tag("every-version")
@Tag("long")
@ExtendWith(SecondExtension.class)
@DisplayName("A Kerberos ticket")
class KerberosIT {

    private static final String TICKET = "auth-spnego";
    private static final SetUp CODE_FOR_EVERYBODY = SetUp.right("a code for everybody");

    private final SecondKeycloak server;
    private final TestRealm realm;
    private final MailServer mail;
    private BoundFlow bound;
    private String store;

    KerberosIT(SecondKeycloak server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    /** Keycloak sets the step for tickets to Alternative now, in every flow of the realm. */
    @BeforeEach
    void trustTheServer() {
        bound = BoundFlow.of(realm, CODE_FOR_EVERYBODY);
        store = realm.admin()
                .create(
                        realm.name() + "/components",
                        Map.of(
                                "name", "kerberos",
                                "providerId", "kerberos",
                                "providerType", "org.keycloak.storage.UserStorageProvider",
                                "config", server.kerberos().storeConfig()));
    }

    @AfterEach
    void forgetIt() {
        bound.close();
        for (JsonNode flow : realm.admin().get(realm.name() + "/authentication/flows")) {
            FlowEditor editor = FlowEditor.of(realm, flow.required("alias").asText());
            if (editor.has(TICKET)) {
                editor.require(TICKET, "DISABLED");
            }
        }
        realm.admin().delete(realm.name() + "/components/" + store);
    }

    @Test
    void letsInNobodyOnceItsStepIsDisabledAgain() {
        bound.editor().require(TICKET, "DISABLED");
        assertThat(openWithTicketOf("nobody").isPasswordPage()).isTrue();
    }

    @Test
    void letsInWithoutACode() {
        assertThat(Asked.on(openWithTicketOf("carol"))).isEqualTo(Asked.NOTHING);
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void isAskedForTheCodeWhereItStandsInPlaceOfThePassword() {
        String forms = bound.editor().flowOf("auth-email-otp-form");
        bound.editor()
                .deleteStep(TICKET)
                .deleteStep("auth-username-password-form")
                .deleteStep("auth-email-otp-form")
                .addSubFlow("ticket or password", "REQUIRED", forms)
                .addStep(TICKET, "ALTERNATIVE", "ticket or password")
                .addSubFlow("password", "ALTERNATIVE", "ticket or password")
                .addStep("auth-username-password-form", "REQUIRED", "password")
                .addStep("auth-email-otp-form", "REQUIRED", forms);

        LoginClient withTicket = realm.newClient();
        withTicket.openLoginWith(server.kerberos().ticketOf("dave"));
        assertThat(Asked.on(withTicket.page())).isEqualTo(Asked.CODE);
        String code = mail.awaitMail(server.kerberos().address("dave")).code();
        assertThat(Asked.on(withTicket.code(code))).isEqualTo(Asked.NOTHING);

        TestUser user = realm.newUser();
        LoginClient without = realm.newClient();
        without.openLogin();
        // A browser's script presses the button of the page that asks for a ticket.
        without.submit(Map.of());
        assertThat(Asked.on(without.password(user))).isEqualTo(Asked.CODE);
    }

    private Page openWithTicketOf(String name) {
        return realm.newClient().openLoginWith(server.kerberos().ticketOf(name));
    }
}
