package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.BreakableExtension;
import io.github.emailotp.server.harness.BreakableKeycloak;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BreakableExtension.class)
@DisplayName("When a part of the cache for single-use objects fails")
class PartOfCacheFailureIT extends BreakableCache {

    private static final String GIVING_BACK = "^replace .*\\.mailbox\\.";

    private final BreakableKeycloak keycloak;

    PartOfCacheFailureIT(BreakableKeycloak keycloak, TestRealm realm, MailServer mail) {
        super(realm, mail);
        this.keycloak = keycloak;
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
            Page page = begin();
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("Your mailbox did not take the mail");
        }

        /** Its code can still be guessed, so nothing is given back. */
        @Test
        void aRefusedMailIsChargedIfNobodyCanBeTold() {
            keycloak.breakCache("^write .*\\.sending\\.");
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
    }
}
