package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People of an identity provider with <i>Do not store users</i>, of Keycloak's feature {@code transient-users}. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Somebody whom Keycloak does not store")
class TransientUsersIT {

    private static final String DISABLED = "this account cannot use mailed codes";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final List<FlowEditor> flows = new ArrayList<>();
    private OtherRealm provider;

    TransientUsersIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @AfterEach
    void disconnectTheProvider() {
        provider.close();
        flows.forEach(FlowEditor::delete);
    }

    @Test
    void getsInWithTheCodeAfterTheProvider() {
        connectWithTheStepAfterwards();
        TestUser person = provider.newPerson("passer-by");
        for (int login = 1; login <= 2; login++) {
            LoginClient client = provider.logIn(person);
            assertThat(client.page().isCodePage()).isTrue();
            assertThat(client.code(mail.awaitMail(person.email(), login).code()).isLoggedIn())
                    .isTrue();
        }
    }

    @Test
    void getsInWithTheCodeInTheFirstLoginFlow() {
        flows.add(FlowEditor.create(realm, "first login with code")
                .addStep("idp-create-user-if-unique", "REQUIRED", "first login with code")
                .addStep("auth-email-otp-form", "REQUIRED", "first login with code"));
        connect(Map.of("firstBrokerLoginFlowAlias", "first login with code"));
        TestUser person = provider.newPerson("newcomer");
        LoginClient client = provider.logIn(person);
        assertThat(client.page().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(person.email()).code()).isLoggedIn())
                .isTrue();
    }

    /** The id that Keycloak gives such a user lasts for one login. */
    @Test
    void hasTheSameBudgetInEveryLogin() {
        connectWithTheStepAfterwards();
        TestUser person = provider.newPerson("guesser");
        LoginClient client = realm.newClient();
        for (int login = 1; login <= 2; login++) {
            client = provider.logIn(person);
            String wrong =
                    WrongCode.insteadOf(mail.awaitMail(person.email(), login).code());
            for (int i = 0; i < 5; i++) {
                client.code(wrong);
            }
        }
        client = provider.logIn(person);
        assertThat(client.page().error()).containsIgnoringCase("too many wrong codes");
        assertThat(mail.mailsTo(person.email())).hasSize(2);
    }

    @Test
    void isComparedTenTimesInAllWhenThreeLoginsAreGuessedAtInParallel() throws Exception {
        connectWithTheStepAfterwards();
        TestUser person = provider.newPerson("guessed");
        List<LoginClient> logins = new ArrayList<>();
        for (int login = 1; login <= 3; login++) {
            logins.add(provider.logIn(person));
            mail.awaitMail(person.email(), login);
        }
        String code = mail.awaitMail(person.email(), 3).code();
        long start = System.currentTimeMillis();
        for (int turn = 0; turn < 3; turn++) {
            ManySessions.postInParallel(logins, 60, Map.of("oneTimeCode", WrongCode.insteadOf(code)));
        }
        assertThat(comparisonsSince(start)).isEqualTo(10);
        assertThat(logins.get(2).code(code).isLoggedIn())
                .as("the right one afterwards")
                .isFalse();
    }

    /** By a count of the cluster alone: there is no account that could keep it. */
    @Test
    void canBeGuessedAtUntilTheStepIsDisabledAndNoFurther() {
        flows.add(FlowEditor.duplicate(realm, "after the broker", "after with low limits")
                .configure("auth-email-otp-form", Guesser.LOW_LIMITS));
        connect(Map.of(
                "firstBrokerLoginFlowAlias",
                "new from the broker",
                "postBrokerLoginFlowAlias",
                "after with low limits"));
        TestUser person = provider.newPerson("besieged");
        guess(person, 1, 10);
        LoginClient last = guess(person, 2, 9);
        Patience.until("the wait to be over", () -> {
            assertThat(last.code("00000000").status()).isEqualTo(200);
            return last.page().text().contains(DISABLED);
        });
        assertThat(provider.logIn(person).page().text()).contains(DISABLED);
        assertThat(mail.mailsTo(person.email())).hasSize(2);
    }

    private LoginClient guess(TestUser person, int login, int times) {
        LoginClient client = provider.logIn(person);
        String wrong = WrongCode.insteadOf(mail.awaitMail(person.email(), login).code());
        for (int guess = 0; guess < times; guess++) {
            assertThat(client.code(wrong).status()).isEqualTo(200);
        }
        return client;
    }

    /**
     * Of all people: one whom Keycloak does not store has another id in every login. Of a time: the realm's events are more
     * than one answer holds.
     */
    private long comparisonsSince(long start) {
        return StreamSupport.stream(
                        realm.admin().get(realm.name() + "/events?max=2000").spliterator(), false)
                .filter(event -> event.path("time").asLong() >= start)
                .filter(event -> event.path("error").asText().equals("invalid_user_credentials"))
                .count();
    }

    @Test
    void hasTheSameMailboxInEveryLogin() {
        connectWithTheStepAfterwards();
        TestUser person = provider.newPerson("flooder");
        for (int login = 1; login <= 5; login++) {
            assertThat(provider.logIn(person).page().status()).isEqualTo(200);
        }
        mail.awaitMail(person.email(), 3);
        assertThat(mail.mailsTo(person.email())).hasSize(3);
    }

    @Test
    void isKnownInTheBrowserThatHasPassedTheStep() {
        connectWithTheStepAfterwards();
        TestUser person = provider.newPerson("regular");
        LoginClient known = provider.logIn(person);
        known.code(mail.awaitMail(person.email()).code());
        for (int login = 2; login <= 5; login++) {
            provider.logIn(person);
        }
        assertThat(mail.mailsTo(person.email()))
                .as("strangers use up what they have, beside the first")
                .hasSize(4);

        endAllSessions();
        LoginClient tab = known.newTab();
        assertThat(provider.logIn(tab, person).isCodePage()).isTrue();
        assertThat(tab.code(mail.awaitMail(person.email(), 5).code()).isLoggedIn())
                .isTrue();
    }

    /** One by one: to sign everybody out would make all browsers strangers. */
    private void endAllSessions() {
        String app = realm.admin()
                .get(realm.name() + "/clients?clientId=test-app")
                .get(0)
                .required("id")
                .asText();
        String sessions = realm.name() + "/clients/" + app + "/user-sessions";
        // Keycloak answers with no more than a hundred at a time, and other tests leave theirs.
        for (JsonNode some = realm.admin().get(sessions);
                !some.isEmpty();
                some = realm.admin().get(sessions)) {
            for (JsonNode session : some) {
                realm.admin()
                        .delete(realm.name() + "/sessions/"
                                + session.required("id").asText());
            }
        }
    }

    private void connectWithTheStepAfterwards() {
        connect(Map.of(
                "firstBrokerLoginFlowAlias", "new from the broker", "postBrokerLoginFlowAlias", "after the broker"));
    }

    private void connect(Map<String, String> flows) {
        provider = OtherRealm.connect(server, realm, flows, Map.of("doNotStoreUsers", "true"));
    }
}
