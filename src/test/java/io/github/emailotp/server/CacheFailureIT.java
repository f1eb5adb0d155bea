package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.breakable.Breakage.Kind;
import io.github.emailotp.server.harness.BreakableExtension;
import io.github.emailotp.server.harness.BreakableKeycloak;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is compared and nothing mailed that was not claimed before: without the cache, the step is closed. */
@ExtendWith(BreakableExtension.class)
@DisplayName("When the cache for single-use objects fails")
class CacheFailureIT extends BreakableCache {

    private static final String MAILBOX_CHANGES = "(create|replace) .*\\.mailbox\\.";

    private final BreakableKeycloak keycloak;

    CacheFailureIT(BreakableKeycloak keycloak, TestRealm realm, MailServer mail) {
        super(realm, mail);
        this.keycloak = keycloak;
    }

    @Nested
    @DisplayName("before the first code is mailed")
    class BeforeTheFirstMail {

        @ParameterizedTest
        @ValueSource(strings = {"", "read .*\\.account\\.", "create .*\\.mailbox\\."})
        void thePageSaysSoAndNothingIsMailed(String calls) {
            keycloak.breakCache(calls);
            requireClosed(begin());
            assertThat(mail.mails()).isEmpty();
        }

        @ParameterizedTest
        @EnumSource
        void oneIsMailedOnceItIsBackHoweverTheClaimFailed(Kind kind) {
            keycloak.breakCache(kind, MAILBOX_CHANGES);
            requireClosed(begin());
            assertThat(mail.mails()).isEmpty();
            keycloak.repair();
            assertThat(client.resend().text()).contains("Code 1");
            assertThat(client.code(newestCode()).isLoggedIn()).isTrue();
            assertThat(mail.mails()).hasSize(1);
        }

        /** Another tab knows nothing of the claim that was made. */
        @Test
        void oneIsMailedToAnotherTabThoughTheClaimWasMade() {
            realm.configureStep(Map.of("mailsPer5Minutes", "1"));
            keycloak.breakCache(Kind.LOSES_THE_ANSWER, "create .*\\.mailbox\\.");
            requireClosed(begin());
            keycloak.repair();
            LoginClient other = login(user);
            assertThat(other.code(newestCode()).isLoggedIn()).isTrue();
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
        @CsvSource({
            "THROWS, ''",
            "THROWS, \\.account\\.",
            "THROWS, create .*\\.account\\.",
            "THROWS, read .*\\.mailbox\\.",
            "LOSES_THE_ANSWER, \\.account\\.",
            "SAYS_NO, ''",
            "SAYS_NO, (create|replace) .*\\.account\\.",
            "IS_SILENT, ''"
        })
        void theRightCodeDoesNotGetInAndStaysGood(Kind kind, String calls) {
            keycloak.breakCache(kind, calls);
            requireClosed(client.code(code));
            assertThat(client.page().isCodePage())
                    .as("the code can be typed again")
                    .isTrue();
            assertThat(realm.sessions(user)).isEmpty();
            keycloak.repair();
            assertThat(client.code(code).isLoggedIn()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "read .*\\.account\\.", "replace .*\\.account\\.", "read .*\\.mailbox\\."})
        void theRightCodeStaysGoodOnTheLastTryToo(String calls) {
            for (int i = 0; i < 4; i++) {
                client.code(WrongCode.insteadOf(code));
            }
            keycloak.breakCache(Kind.LOSES_THE_ANSWER, calls);
            requireClosed(client.code(code));
            keycloak.breakCache();
            requireClosed(client.code(code));
            keycloak.repair();
            assertThat(client.code(code).isLoggedIn()).isTrue();
        }

        /** It is entered that it was right, and nobody told. */
        @Test
        void theRightCodeStaysGoodThoughItIsPostedAgainAndAgain() {
            keycloak.breakCache(Kind.LOSES_THE_ANSWER, "create .*\\.account\\.");
            requireClosed(client.code(code));
            postInVain(code);
            keycloak.repair();
            assertThat(client.code(code).isLoggedIn()).isTrue();
        }

        @Test
        void aWrongCodeIsChargedOnceThoughItIsPostedAgainAndAgain() {
            String wrong = WrongCode.insteadOf(code);
            keycloak.breakCache(Kind.LOSES_THE_ANSWER, "create .*\\.account\\.");
            requireClosed(client.code(wrong));
            postInVain(wrong);
            keycloak.repair();
            assertThat(client.code(wrong).text()).contains("4 tries left");
        }

        private void postInVain(String answer) {
            keycloak.breakCache();
            for (int i = 0; i < 10; i++) {
                requireClosed(client.code(answer));
            }
        }

        @Test
        void theLogSaysSoWhateverTheFailure() {
            for (Kind kind : Kind.values()) {
                int before = failuresInTheLog();
                keycloak.breakCache(kind, "");
                requireClosed(client.code(code));
                assertThat(failuresInTheLog()).as("after %s", kind).isGreaterThan(before);
            }
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
        @ValueSource(strings = {"", "\\.account\\.", "create "})
        void twentyPostsAtOnceDoNotGetInEither(String calls) {
            keycloak.breakCache(calls);
            List<Page> pages = client.postInParallel(20, Map.of("oneTimeCode", code));
            // Keycloak lets one post of a page through, or a few that race, and leads the others back to the page. What
            // it says to those stands on
            // whichever page comes next, in place of ours.
            assertThat(pages).allSatisfy(page -> assertThat(page.status()).isIn(200, 302));
            assertThat(pages)
                    .noneMatch(Page::isLoggedIn)
                    .anyMatch(page -> page.text().contains(SAID) || page.text().contains("Action expired"));
            assertThat(client.reload().isLoggedIn()).isFalse();
            assertThat(realm.sessions(user)).isEmpty();
        }

        private int failuresInTheLog() {
            return keycloak.logLines("so no code is compared or mailed").size();
        }

        private String mailedCode() {
            begin();
            return newestCode();
        }
    }

    @Nested
    @DisplayName("now and then, while codes are posted in parallel")
    class NowAndThen {

        private static final int FREE = 10;
        private static final int SESSIONS = 5;
        private static final int POSTS = 500;

        @ParameterizedTest
        @EnumSource
        void noMoreWrongOnesAreComparedThanTheBudgetHas(Kind kind) throws Exception {
            realm.configureStep(
                    Map.of("codeAttempts", Integer.toString(FREE), "guessWait", "600", "mailsPer5Minutes", "10"));
            List<LoginClient> sessions =
                    Stream.generate(() -> login(user)).limit(SESSIONS).toList();
            Map<String, String> wrong = Map.of("oneTimeCode", WrongCode.insteadOf(newestCode()));
            Flicker.during(keycloak, kind, () -> ManySessions.postInParallel(sessions, POSTS, wrong));
            assertThat(comparisons()).isLessThanOrEqualTo(FREE);
            ManySessions.postInParallel(sessions, POSTS, wrong);
            assertThat(comparisons()).isEqualTo(FREE);
        }

        @ParameterizedTest
        @EnumSource
        void theRightOneGetsInOnce(Kind kind) throws Exception {
            begin();
            String code = newestCode();
            Flicker.during(keycloak, kind, () -> client.postInParallel(50, Map.of("oneTimeCode", code)));
            if (realm.sessions(user).isEmpty()) {
                client.reload();
                assertThat(client.code(code).isLoggedIn()).isTrue();
            }
            assertThat(realm.sessions(user)).hasSize(1);
        }

        private long comparisons() {
            return realm.events(user).stream()
                    .filter(event -> event.path("error").asText().equals("invalid_user_credentials"))
                    .count();
        }
    }

    @Nested
    @DisplayName("when another code may be mailed")
    class WhenAnotherCodeMayBeMailed {

        @ParameterizedTest
        @CsvSource({
            "THROWS, ''",
            "THROWS, (create|replace) .*\\.mailbox\\.",
            "LOSES_THE_ANSWER, (create|replace) .*\\.mailbox\\.",
            "SAYS_NO, (create|replace) .*\\.mailbox\\.",
            "IS_SILENT, (create|replace) .*\\.mailbox\\."
        })
        void noneIsMailedUntilItIsBack(Kind kind, String calls) {
            realm.configureStep(Map.of("resendCooldown", "10"));
            begin();
            Patience.untilResendIsOffered(client);
            keycloak.breakCache(kind, calls);
            requireClosed(client.resend());
            mail.awaitMail(user.email());
            assertThat(mail.mails()).hasSize(1);
            keycloak.repair();
            assertThat(client.resend().text()).contains("Code 2");
            mail.awaitMail(user.email(), 2);
            assertThat(mail.mails()).hasSize(2);
        }
    }
}
