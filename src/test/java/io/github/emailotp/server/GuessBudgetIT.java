package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An attacker who knows the password and has time. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The guess budget")
class GuessBudgetIT {

    private static final int FREE = 10;
    private static final int SESSIONS = 20;
    private static final int POSTS = 500;
    private static final String FAR = "600";

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;

    GuessBudgetIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    @Test
    void isSharedByFiveHundredPostsInTwentySessions() throws Exception {
        configure(Map.of("codeAttempts", "10", "guessWait", "120"));
        List<LoginClient> sessions =
                IntStream.range(0, SESSIONS).mapToObj(i -> begin()).toList();
        // The last one stays out of it: its tries are not used up when the right code is typed.
        ManySessions.postInParallel(
                sessions.subList(0, SESSIONS - 1), POSTS, Map.of("oneTimeCode", WrongCode.insteadOf(newestCode())));
        assertThat(wrongCodes()).as("comparisons").isEqualTo(FREE);

        Page refused = sessions.get(SESSIONS - 1).code(newestCode());
        assertThat(refused.isLoggedIn()).isFalse();
        assertThat(refused.text()).contains("Too many wrong codes: wait");
        assertThat(realm.events(user).get(0).path("error").asText()).isEqualTo("email_otp_too_many_failures");
        assertThat(wrongCodes()).isEqualTo(FREE);
    }

    @Test
    void takesTheRightCodeOnceTheWaitIsOver() {
        configure(Map.of("guessesFree", "1", "guessWait", "10"));
        LoginClient owner = begin();
        fail(owner, 1);
        Patience.until(
                "the wait to be over and the right code to be taken",
                () -> owner.code(newestCode()).isLoggedIn());
        assertThat(wrongCodes()).isEqualTo(1);
    }

    @Test
    void survivesNewSessionsTabsAddressesAndRestarts() {
        configure(Map.of("guessWait", FAR));
        LoginClient client = begin();
        fail(client, 4);
        client.restart();
        client.openLogin();
        client.password(user);
        LoginClient another = begin();
        another.address("203.0.113.9");
        fail(another, 4);
        LoginClient tab = another.newTab();
        tab.openLogin();
        tab.password(user);
        fail(tab, 2);
        assertThat(wrongCodes()).isEqualTo(FREE);

        LoginClient next = realm.newClient();
        next.openLogin();
        Page page = next.password(user);
        assertThat(page.error()).isEqualTo("There were too many wrong codes. You can get a new code in 10 minutes.");
        assertThat(page.isCodePage()).isFalse();
        assertThat(next.resend().text()).contains("You can get a new code in 10 minutes");
        assertThat(fail(another, 1).text()).contains("in 10 minutes");
        assertThat(wrongCodes()).isEqualTo(FREE);
    }

    @Test
    void tellsTheWaitWithTheLastFreeWrongCode() {
        configure(Map.of("guessesFree", "2", "guessWait", "45"));
        LoginClient client = begin();
        fail(client, 1);
        assertThat(fail(client, 1).error()).isEqualTo("Too many wrong codes: wait 45 seconds, then enter code 1.");
        assertThat(client.reload().text()).contains("wait 4");
        assertThat(client.page().isCodePage()).isTrue();
    }

    @Test
    void startsAnewWithTheRightCodeButNotWithSingleSignOn() {
        configure(Map.of("guessesFree", "5", "guessWait", FAR, "knownBrowserDays", "0", "codeAttempts", "10"));
        LoginClient client = begin();
        fail(client, 4);
        assertThat(client.code(newestCode()).isLoggedIn()).isTrue();

        LoginClient attacker = begin();
        fail(attacker, 4);
        assertThat(client.newTab().openLogin().isLoggedIn())
                .as("single sign-on")
                .isTrue();
        assertThat(fail(attacker, 1).error()).contains("in 10 minutes");
        assertThat(wrongCodes()).isEqualTo(9);
    }

    private void configure(Map<String, String> settings) {
        Map<String, String> config = new HashMap<>(settings);
        for (String limit : List.of("mailsPer5Minutes", "mailsPer15Minutes", "mailsPerHour", "mailsPerDay")) {
            config.put(limit, "100");
        }
        realm.configureStep(config);
    }

    private LoginClient begin() {
        int mails = mail.mailsTo(user.email()).size();
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        Patience.until("a mail", () -> mail.mailsTo(user.email()).size() > mails);
        return client;
    }

    private Page fail(LoginClient client, int times) {
        String wrong = WrongCode.insteadOf(newestCode());
        for (int i = 0; i < times; i++) {
            client.code(wrong);
        }
        return client.page();
    }

    private String newestCode() {
        var mails = mail.mailsTo(user.email());
        return mails.get(mails.size() - 1).code();
    }

    private long wrongCodes() {
        return realm.events(user).stream()
                .filter(event -> event.path("error").asText().equals("invalid_user_credentials"))
                .count();
    }
}
