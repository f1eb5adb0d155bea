package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.BreakableExtension;
import io.github.emailotp.server.harness.BreakableKeycloak;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is compared and nothing mailed that was not claimed before: without the cache, the step is closed. */
@ExtendWith(BreakableExtension.class)
@DisplayName("When the cache for single-use objects fails")
class CacheFailureIT {

    private static final String SAID = "Codes can be neither checked nor mailed at the moment";
    private static final String NOTES = "^(put|get) email-otp\\..*\\.note$";
    private static final String GIVING_BACK = "^remove ";

    private final BreakableKeycloak keycloak;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    CacheFailureIT(BreakableKeycloak keycloak, TestRealm realm, MailServer mail) {
        this.keycloak = keycloak;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @Nested
    @DisplayName("before the first code is mailed")
    class BeforeTheFirstMail {

        @ParameterizedTest
        @ValueSource(
                strings = {"", "contains .*\\.guess\\.", "putIfAbsent .*\\.cooldown\\.", "putIfAbsent .*\\.mailbox\\."})
        void thePageSaysSoAndNothingIsMailed(String calls) {
            keycloak.breakCache(calls);
            requireClosed(begin());
            assertThat(mail.mails()).isEmpty();
        }

        @Test
        void aNewCodeIsTheWayForwardOnceItIsBack() {
            keycloak.breakCache();
            begin();
            requireClosed(client.resend());
            requireClosed(client.reload());
            keycloak.repair();
            assertThat(client.resend().isCodePage()).isTrue();
            assertThat(client.code(newestCode()).isLoggedIn()).isTrue();
            assertThat(mail.mails()).hasSize(1);
        }
    }

    @Nested
    @DisplayName("while a code is pending")
    class WhileACodeIsPending {

        private final String code = mailedCode();

        @ParameterizedTest
        @ValueSource(strings = {"", "\\.try\\.", "\\.guess\\.", "\\.wait\\.", "\\.redeemed\\."})
        void theRightCodeDoesNotGetInAndStaysGood(String calls) {
            keycloak.breakCache(calls);
            requireClosed(client.code(code));
            assertThat(client.page().isCodePage())
                    .as("the code can be typed again")
                    .isTrue();
            assertThat(realm.sessions(user)).isEmpty();
            keycloak.repair();
            assertThat(client.code(code).isLoggedIn()).isTrue();
        }

        @Test
        void noAnswerIsCompared() {
            String wrong = WrongCode.insteadOf(code);
            keycloak.breakCache();
            for (int i = 0; i < 12; i++) {
                assertThat(requireClosed(client.code(i % 2 == 0 ? wrong : code))
                                .path("details")
                                .path("email_otp_tries_left")
                                .asText())
                        .isEqualTo("5");
            }
            keycloak.repair();
            assertThat(client.code(wrong).text()).contains("4 tries left");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\\.try\\.", "\\.guess\\.", "\\.redeemed\\."})
        void twentyPostsAtOnceDoNotGetInEither(String calls) {
            keycloak.breakCache(calls);
            List<Page> pages = client.postInParallel(20, Map.of("otp", code));
            // Keycloak lets one post of a page through, or a few that race, and leads the others back to the page.
            assertThat(pages).allSatisfy(page -> assertThat(page.status()).isIn(200, 302));
            assertThat(pages)
                    .noneMatch(Page::isLoggedIn)
                    .anyMatch(page -> page.text().contains(SAID));
            assertThat(realm.sessions(user)).isEmpty();
        }

        private String mailedCode() {
            begin();
            return newestCode();
        }
    }

    @Nested
    @DisplayName("when another code may be mailed")
    class WhenAnotherCodeMayBeMailed {

        @Test
        void noneIsMailedUntilItIsBack() {
            realm.configureStep(Map.of("resendCooldown", "10"));
            begin();
            Patience.untilResendIsOffered(client);
            keycloak.breakCache();
            requireClosed(client.resend());
            mail.awaitMail(user.email());
            assertThat(mail.mails()).hasSize(1);
            keycloak.repair();
            assertThat(client.resend().text()).contains("code 2");
            mail.awaitMail(user.email(), 2);
            assertThat(mail.mails()).hasSize(2);
        }
    }

    @Nested
    @DisplayName("for the notes alone")
    class ForTheNotesAlone {

        @Test
        void aLoginGoesOn() {
            keycloak.breakCache(NOTES);
            begin();
            assertThat(client.code(newestCode()).isLoggedIn()).isTrue();
        }

        @Test
        void theLongestWaitIsTold() {
            realm.configureStep(Map.of("mailsPer5Minutes", "1", "guessesFree", "1", "guessWait", "60"));
            keycloak.breakCache(NOTES);
            begin();
            String code = newestCode();
            assertThat(client.code(WrongCode.insteadOf(code)).text()).contains("looked at in 60 seconds");
            assertThat(client.code(code).text()).contains("looked at in 60 seconds");
            TestUser another = realm.newUser();
            login(another);
            assertThat(login(another).page().text()).contains("You can get a new one in 5 minutes");
        }
    }

    @Nested
    @DisplayName("for giving claims back")
    class ForGivingClaimsBack {

        @Test
        void theRightCodeGetsIn() {
            begin();
            keycloak.breakCache(GIVING_BACK);
            assertThat(client.code(newestCode()).isLoggedIn()).isTrue();
        }

        @Test
        void aMailThatCannotBeSentGetsACleanPage() {
            realm.configureStep(Map.of("delivery", "wait"));
            keycloak.breakCache(GIVING_BACK);
            mail.respond(MailServer.Response.REJECT);
            requireClosed(begin());
        }

        /** Its code can still be guessed, so nothing is given back. */
        @Test
        void aRefusedMailIsChargedIfNobodyCanBeTold() {
            keycloak.breakCache("^put email-otp\\.sending\\.");
            mail.respond(MailServer.Response.REJECT);
            begin();
            Patience.until(
                    "the refusal",
                    () -> realm.events(user).stream()
                            .anyMatch(event -> event.path("error").asText().equals("email_send_failed")));
            mail.respond(MailServer.Response.ACCEPT);
            assertThat(client.resend().text()).contains("A code was mailed a moment ago");
            assertThat(mail.mails()).isEmpty();
        }

        @Test
        void theWrongCodeThatDisablesTheStepGetsACleanPage() {
            realm.configureStep(
                    Map.of("guessesFree", "19", "guessWait", "10", "guessesUntilDisabled", "20", "codeAttempts", "10"));
            fail(login(user), 10);
            begin();
            fail(client, 9);
            Patience.until(
                    "the last wrong code to be looked at",
                    () -> !client.reload().text().contains("The next code is looked at"));
            keycloak.breakCache(GIVING_BACK);
            Page page = fail(client, 1);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("account can no longer use email codes here");
        }

        private Page fail(LoginClient in, int times) {
            for (int i = 0; i < times; i++) {
                in.code(WrongCode.insteadOf(newestCode()));
            }
            return in.page();
        }
    }

    private Page begin() {
        client.openLogin();
        // A second login in the same tab knows the user already.
        return client.page().isPasswordPage() ? client.password(user) : client.page();
    }

    private LoginClient login(TestUser who) {
        LoginClient other = realm.newClient();
        other.openLogin();
        other.password(who);
        return other;
    }

    private String newestCode() {
        return mail.awaitMail(
                        user.email(), Math.max(1, mail.mailsTo(user.email()).size()))
                .code();
    }

    /** Answers the event. */
    private JsonNode requireClosed(Page page) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.error()).contains(SAID);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.has("[name=resend]")).as("a way forward").isTrue();
        JsonNode event = realm.events(user).stream()
                .filter(each -> each.path("type").asText().equals("LOGIN_ERROR"))
                .findFirst()
                .orElseThrow();
        assertThat(event.path("error").asText()).isEqualTo("email_otp_unavailable");
        assertThat(event.path("details").path("reason").asText()).isEqualTo("unavailable");
        return event;
    }
}
