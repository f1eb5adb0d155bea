package io.github.emailotp.server.trusted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.OtherRealm;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People who come from another realm of the same server, which is asked each time. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Behind an identity provider, a trusted browser")
class TrustBehindProviderIT {

    private static final String FLOW = "after the broker unless trusted";
    private static final String CODE = "its code";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private OtherRealm provider;
    private FlowEditor flow;

    TrustBehindProviderIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void connectTheProvider() {
        flow = FlowEditor.create(realm, FLOW)
                .addStep("allow-access-authenticator", "REQUIRED", FLOW)
                .addSubFlow(CODE, "CONDITIONAL", FLOW)
                .addStep(TrustingRealm.CONDITION, "REQUIRED", CODE)
                .addStep(TrustingRealm.STEP, "REQUIRED", CODE)
                .configure(TrustingRealm.STEP, Map.of("trustedBrowserDays", "30"));
        provider = OtherRealm.connect(
                server,
                realm,
                Map.of("firstBrokerLoginFlowAlias", "new from the broker", "postBrokerLoginFlowAlias", FLOW),
                Map.of("passMaxAge", "true"));
    }

    @AfterEach
    void disconnectTheProvider() {
        provider.close();
        flow.delete();
    }

    @Test
    void isNotAskedForTheCodeUntilALoginIsForced() {
        TestUser person = provider.newPerson("commuter");
        LoginClient browser = trusted(person);
        assertThat(provider.logIn(browser, person).isLoggedIn()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(person.email())).hasSize(1);
        endSessions(person);
        assertThat(provider.logIn(browser, person, Map.of("prompt", "login")).isCodePage())
                .isTrue();
    }

    /** What an application is told is never younger than what any of both has seen. */
    @Test
    void makesALoginAsOldAsTheOlderOfItsCodeAndTheLoginThere() {
        TestUser person = provider.newPerson("regular");
        long began = Instant.now().getEpochSecond();
        LoginClient browser = trusted(person);
        long trusted = Instant.now().getEpochSecond();
        assertThat(provider.logIn(browser, person).isLoggedIn()).isTrue();
        long there = OwnAccount.in(browser, realm).authTime();
        assertThat(there).as("the login there, which came first").isBetween(began, trusted - 2);

        provider.endSessions();
        endSessions(person);
        Patience.until("the clock to go on", () -> Instant.now().getEpochSecond() > trusted + 1);
        assertThat(provider.logIn(browser, person).isLoggedIn()).isTrue();
        assertThat(OwnAccount.in(browser, realm).authTime())
                .as("the code, which came before the login there")
                .isBetween(there + 2, trusted);
    }

    /** One whose owner has typed the code two seconds after the login at the provider. */
    private LoginClient trusted(TestUser person) {
        LoginClient browser = provider.logIn(person);
        String code = mail.awaitMail(person.email()).code();
        long came = Instant.now().getEpochSecond();
        Patience.until("the clock to go on", () -> Instant.now().getEpochSecond() > came + 1);
        browser.submit(Map.of("oneTimeCode", code, TrustingRealm.BOX, "true"));
        assertThat(browser.isLoggedIn()).isTrue();
        endSessions(person);
        return browser;
    }

    private void endSessions(TestUser person) {
        ObjectNode account = (ObjectNode) realm.admin()
                .get(realm.name() + "/users?exact=true&username=" + person.username())
                .required(0);
        realm.endSessions(
                new TestUser(account.required("id").asText(), person.username(), person.email(), person.password()));
    }
}
