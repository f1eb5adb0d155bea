package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts that cannot, or must not, get a code. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An account")
class AccountStateIT {

    private static final int FAILURE_FACTOR = 5;
    private static final int LOGINS = 8;

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private TestUser user;
    private LoginClient client;

    AccountStateIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void prepare() {
        user = realm.newUser();
        client = realm.newClient();
    }

    @AfterEach
    void switchProtectionOff() {
        realm.admin().updateRealm(realm.name(), settings -> settings.put("bruteForceProtected", false));
    }

    @Test
    void withoutAnAddressIsToldWhatToDo() {
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", ""));
        client.openLogin();
        Page page = client.password(user);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("no email address", "Ask the people who run this service");
        assertThat(page.isCodePage()).isFalse();
        assertThat(client.reload().status()).isEqualTo(200);
        assertThat(mail.mails()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"oneTimeCode, #loginRestartLink", "oneTimeCode, #loginContinueLink", "resend, #loginContinueLink"})
    void thatIsDeletedMeanwhileGetsThePageOfAnExpiredLogin(String field, String link) {
        client.openLogin();
        client.password(user);
        String code = mail.awaitMail(user.email()).code();
        realm.admin().deleteUser(realm.name(), user.id());
        Page page = client.submit(Map.of(field, code));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Page has expired").doesNotContain("identity provider");
        String next = page.document().select(link).first().absUrl("href");
        assertThat(client.get(URI.create(next)).isPasswordPage()).isTrue();
    }

    /** By a person, or by the page's script when a wait is over. */
    @Test
    void thatIsDeletedMeanwhileGetsThePageOfAnExpiredLoginByALookToo() {
        client.openLogin();
        client.password(user);
        mail.awaitMail(user.email());
        realm.admin().deleteUser(realm.name(), user.id());
        int traces = server.logLines("AuthenticationFlowException").size();
        for (int look = 0; look < 2; look++) {
            Page page = client.reload();
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("Page has expired");
        }
        assertThat(client.restart().isPasswordPage()).isTrue();
        assertThat(server.logLines("AuthenticationFlowException")).hasSize(traces);
    }

    @Test
    void thatIsDisabledMeanwhileIsToldSoByKeycloakAndGetsNoMailAndNoComparison() {
        client.openLogin();
        client.password(user);
        String code = mail.awaitMail(user.email()).code();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("enabled", false));
        assertThat(client.code(code).text()).contains("Account is disabled");
        assertThat(client.isLoggedIn()).isFalse();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    @Test
    void thatGetsLockedMeanwhileGetsNoMailAndNoComparison() {
        protect();
        realm.configureStep(Map.of("resendCooldown", "10", "codeAttempts", "10"));
        client.openLogin();
        client.password(user);
        String code = mail.awaitMail(user.email()).code();
        String wrong = WrongCode.insteadOf(code);
        for (int i = 1; i <= FAILURE_FACTOR; i++) {
            Page page = client.code(wrong);
            assertThat(page.error()).contains("Wrong code");
            int failures = i;
            Patience.until("failure " + i + " to be counted", () -> numFailures() == failures);
        }

        Page locked = client.code(code);
        assertThat(locked.isLoggedIn()).isFalse();
        assertThat(locked.error()).as("the page does not tell").contains("Wrong code");
        assertThat(numFailures()).as("the right code is not looked at").isEqualTo(FAILURE_FACTOR);
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().text()).as("the page does not tell").contains("Code 2 is on its way");
        assertThat(mail.mailsTo(user.email())).hasSize(1);

        LoginClient next = realm.newClient();
        next.openLogin();
        assertThat(next.password(user).isCodePage())
                .as("Keycloak's own refusal")
                .isFalse();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    /** A person whose account is locked, beside another who waits for a code as well. */
    @ParameterizedTest
    @CsvSource({
        "background, DEFER, we keep trying",
        "background, REJECT, Code 2 did not reach your mailbox",
        "wait, REJECT, Code 2 did not reach your mailbox",
    })
    void thatGetsLockedMeanwhileIsToldOfTheMailServerLikeOthers(String delivery, Response trouble, String told) {
        compareToOthers(delivery, trouble, told);
    }

    @Tag("seldom")
    @ParameterizedTest
    @CsvSource({
        "background, HANG_UP, we keep trying",
        "background, REJECT_CONTENT, Code 2 could not be mailed",
        "wait, DEFER, we keep trying",
    })
    void thatGetsLockedMeanwhileIsToldOfOtherTroublesLikeOthers(String delivery, Response trouble, String told) {
        compareToOthers(delivery, trouble, told);
    }

    private void compareToOthers(String delivery, Response trouble, String told) {
        protect();
        realm.configureStep(Map.of("delivery", delivery, "resendCooldown", "10", "codeAttempts", "10"));
        client.openLogin();
        client.password(user);
        String wrong = WrongCode.insteadOf(mail.awaitMail(user.email()).code());
        TestUser good = realm.newUser();
        LoginClient other = realm.newClient();
        other.openLogin();
        other.password(good);
        mail.awaitMail(good.email());
        for (int i = 1; i <= FAILURE_FACTOR; i++) {
            client.code(wrong);
            int failures = i;
            Patience.until("failure " + i + " to be counted", () -> numFailures() == failures);
        }
        Patience.untilResendIsOffered(client);
        Patience.untilResendIsOffered(other);
        mail.respond(trouble);
        mail.delay(Duration.ofMillis(500));
        long notLocked = millisUntilTold(other, told);
        long locked = millisUntilTold(client, told);
        assertThat(locked).isBetween(notLocked - 2_000, notLocked + 2_000);
        assertThat(mail.mailsTo(user.email())).hasSize(1);
        mail.respond(Response.ACCEPT);
        mail.delay(Duration.ZERO);
        if (told.contains("we keep trying")) {
            Patience.until("the end of the trouble", () -> isOver(client, told));
            Patience.until("the end of the trouble", () -> isOver(other, told));
        }
        assertThat(mail.mailsTo(user.email())).as("the locked one gets none").hasSize(1);
    }

    private static boolean isOver(LoginClient client, String told) {
        return !client.reload().text().contains(told);
    }

    private static long millisUntilTold(LoginClient client, String told) {
        long begun = System.nanoTime();
        client.resend();
        Patience.until("the page to say: " + told, () -> client.reload().text().contains(told));
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /** Keycloak counts failures of second factors apart, from 26.4 on, and a right password does not clear them. */
    @Test
    void whoseCodeIsRightHasItsFailuresOfSecondFactorsCleared() {
        protect();
        assumeThat(status().has("numSecondaryAuthFailures")).isTrue();
        client.openLogin();
        client.password(user);
        String code = mail.awaitMail(user.email()).code();
        client.code(WrongCode.insteadOf(code));
        Patience.until(
                "the failure to be counted",
                () -> status().path("numSecondaryAuthFailures").asInt() == 1);
        assertThat(client.code(code).isLoggedIn()).isTrue();
        Patience.until(
                "the failures to be cleared",
                () -> status().path("numSecondaryAuthFailures").asInt() == 0);
        assertThat(numFailures()).isZero();
    }

    /** Keycloak's own form takes an account for locked while another request of it is under way; for a code, only a lock counts. */
    @Test
    void isNotLockedWhileAnotherOfItsPagesIsLookedAt() throws Exception {
        protect();
        LoginClient other = realm.newClient();
        other.openLogin();
        other.password(user);
        for (int i = 0; i < LOGINS; i++) {
            LoginClient login = realm.newClient();
            login.openLogin();
            login.password(user);
            String code = mail.awaitMail(user.email(), i + 2).code();
            assertThat(whileLookedAt(other, () -> login.code(code)).isLoggedIn())
                    .as(login.page().text())
                    .isTrue();
        }
        assertThat(numFailures()).isZero();
    }

    private static Page whileLookedAt(LoginClient page, Supplier<Page> work) throws Exception {
        var begun = new CountDownLatch(3);
        var over = new AtomicBoolean();
        FutureTask<Void> looks = new FutureTask<>(() -> {
            while (!over.get()) {
                page.reload();
                begun.countDown();
            }
            return null;
        });
        new Thread(looks, "looks").start();
        begun.await();
        try {
            return work.get();
        } finally {
            over.set(true);
            looks.get();
        }
    }

    private void protect() {
        realm.admin()
                .updateRealm(
                        realm.name(),
                        settings -> settings.put("bruteForceProtected", true)
                                .put("failureFactor", FAILURE_FACTOR)
                                .put("waitIncrementSeconds", 600)
                                .put("quickLoginCheckMilliSeconds", 0));
    }

    private int numFailures() {
        return status().path("numFailures").asInt();
    }

    private JsonNode status() {
        return realm.admin().bruteForceStatus(realm.name(), user.id());
    }
}
