package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.BreakableExtension;
import io.github.emailotp.server.harness.BreakableKeycloak;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BreakableExtension.class)
@DisplayName("When a part of the cache for single-use objects fails")
class PartOfCacheFailureIT extends BreakableCache {

    private static final String NOTES = "^(put|get) email-otp\\..*\\.note$";
    private static final String GIVING_BACK = "^remove ";

    PartOfCacheFailureIT(BreakableKeycloak keycloak, TestRealm realm, MailServer mail) {
        super(keycloak, realm, mail);
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
            assertThat(client.code(WrongCode.insteadOf(code)).text()).contains("wait 60 seconds");
            assertThat(client.code(code).text()).contains("wait 60 seconds");
            TestUser another = realm.newUser();
            login(another);
            assertThat(login(another).page().text()).contains("You can get one in 5 minutes");
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
            assertThat(client.resend().text()).contains("You can get a new code in");
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
                    () -> !client.reload().text().contains("Too many wrong codes"));
            keycloak.breakCache(GIVING_BACK);
            Page page = fail(client, 1);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("this account cannot log in with mailed codes");
        }

        private Page fail(LoginClient in, int times) {
            for (int i = 0; i < times; i++) {
                in.code(WrongCode.insteadOf(newestCode()));
            }
            return in.page();
        }
    }
}
