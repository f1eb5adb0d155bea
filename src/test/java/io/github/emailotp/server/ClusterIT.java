package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.ClusterExtension;
import io.github.emailotp.server.harness.KeycloakCluster;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two nodes behind a load balancer that does not care which of them it sends a request to. */
@ExtendWith(ClusterExtension.class)
@DisplayName("A code mailed by a node of a cluster")
class ClusterIT {

    private static final int LOGINS = 20;
    private static final int POSTS_PER_NODE = 25;

    private static final int SESSIONS = 20;
    private static final int POSTS = 500;
    private static final int FREE_GUESSES = 10;

    private final KeycloakCluster cluster;
    private final TestRealm realm;
    private final MailServer mail;

    ClusterIT(KeycloakCluster cluster, TestRealm realm, MailServer mail) {
        this.cluster = cluster;
        this.realm = realm;
        this.mail = mail;
    }

    /** A browser in which the password was typed, and the code that was mailed. */
    private record Login(TestUser user, LoginClient client, String code) {}

    @Test
    void logsInOnTheOtherNode() {
        assertThat(logins()).allSatisfy(this::endsOnTheOtherNode);
    }

    @Test
    void logsInOnTheOtherNodeAfterItsOwnDied() {
        List<Login> logins = logins();

        cluster.kill(0);

        assertThat(logins).allSatisfy(this::endsOnTheOtherNode);
    }

    @RepeatedTest(3)
    void givesOneLoginWhenItIsTypedOnBothNodesAtOnce() {
        Login login = begin();

        List<Page> pages =
                login.client().postInParallel(POSTS_PER_NODE, Map.of("oneTimeCode", login.code()), cluster.nodes());

        assertThat(pages).filteredOn(Page::isLoggedIn).hasSize(1);
        assertThat(pages).allSatisfy(page -> assertThat(page.status()).isLessThan(500));
        assertThat(events(login.user(), "type", "LOGIN")).hasSize(1);
    }

    /** Keycloak lets one post of a page through, or a few that race, so it takes rounds to use the tries up. */
    @Test
    void isComparedFiveTimesHoweverManyWrongOnesArePostedOnBothNodesAtOnce() {
        Login login = begin();
        var wrong = Map.of("oneTimeCode", WrongCode.insteadOf(login.code()));

        for (int round = 0; round < 5; round++) {
            List<Page> pages = login.client().postInParallel(POSTS_PER_NODE, wrong, cluster.nodes());
            assertThat(pages).allSatisfy(page -> assertThat(page.status()).isLessThan(500));
            login.client().reload();
        }

        assertThat(events(login.user(), "error", "invalid_user_credentials")).hasSize(5);
        assertThat(login.client().code(login.code()).isLoggedIn())
                .as("the right code afterwards")
                .isFalse();
    }

    @Test
    void hasOneGuessBudgetWithAllOthersOfItsAccountOnBothNodes() throws Exception {
        realm.configureStep(Map.of(
                "codeAttempts",
                "10",
                "guessWait",
                "120",
                "mailsPer5Minutes",
                "100",
                "mailsPer15Minutes",
                "100",
                "mailsPerHour",
                "100",
                "mailsPerDay",
                "100"));
        TestUser user = realm.newUser();
        List<LoginClient> sessions =
                Stream.generate(() -> begin(user)).limit(SESSIONS).toList();
        String code = newestCode(user);
        for (int i = 0; i < SESSIONS; i += 2) {
            sessions.get(i).moveTo(cluster.node(1));
        }

        ManySessions.postInParallel(
                sessions.subList(0, SESSIONS - 1), POSTS, Map.of("oneTimeCode", WrongCode.insteadOf(code)));

        assertThat(events(user, "error", "invalid_user_credentials"))
                .as("comparisons")
                .hasSize(FREE_GUESSES);
        LoginClient owner = sessions.get(SESSIONS - 1);
        for (KeycloakServer node : cluster.nodes()) {
            owner.moveTo(node);
            assertThat(owner.code(code).text()).contains("Too many wrong codes: wait");
        }
        assertThat(events(user, "error", "invalid_user_credentials")).hasSize(FREE_GUESSES);
    }

    private LoginClient begin(TestUser user) {
        LoginClient client = realm.newClient();
        client.openLogin();
        int mails = mail.mailsTo(user.email()).size();
        assertThat(client.password(user).isCodePage()).isTrue();
        mail.awaitMail(user.email(), mails + 1);
        return client;
    }

    private String newestCode(TestUser user) {
        var mails = mail.mailsTo(user.email());
        return mails.get(mails.size() - 1).code();
    }

    private List<Login> logins() {
        return Stream.generate(this::begin).limit(LOGINS).toList();
    }

    /** Types the password on the first node. */
    private Login begin() {
        TestUser user = realm.newUser();
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        return new Login(user, client, mail.awaitMail(user.email()).code());
    }

    private void endsOnTheOtherNode(Login login) {
        login.client().moveTo(cluster.node(1));
        assertThat(login.client().code(login.code()).isLoggedIn()).isTrue();
        assertThat(events(login.user(), "type", "LOGIN")).hasSize(1);
    }

    private List<JsonNode> events(TestUser user, String field, String value) {
        return realm.events(user).stream()
                .filter(event -> event.path(field).asText().equals(value))
                .toList();
    }
}
