package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import io.github.emailotp.server.mail.ReceivedMail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several codes, one after the other. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The codes of a login")
class CodesOfALoginIT extends MailOfALogin {

    CodesOfALoginIT(TestRealm realm, MailServer mail) {
        super(realm, mail);
    }

    /** Else the page would ask for a new one, without a button for it. */
    @ParameterizedTest
    @CsvSource({"60, 2", "600, 1"})
    void costNoTryOnceTheyHaveExpiredOrAreReplaced(String lifetime, int useless) {
        configure(Map.of("codeAttempts", "1", "codeLifetime", lifetime));
        begin();
        for (int code = 2; code <= 4; code++) {
            Patience.untilResendIsOffered(client);
            client.resend();
            mail.awaitMail(user.email(), code);
        }
        for (int old = 1; old <= useless; old++) {
            client.code(mail.awaitMail(user.email(), old).code());
            assertThat(client.page().isCodePage()).as("code %d", old).isTrue();
            assertThat(client.page().error()).as("code %d", old).contains("no longer works");
        }
        assertThat(client.code(mail.awaitMail(user.email(), 4).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void thatHaveExpiredCostNoTryBesideWrongOnesAtOnce() {
        configure(Map.of("codeLifetime", "60", "codeAttempts", "10", "guessesFree", "19"));
        begin();
        String expired = mail.awaitMail(user.email()).code();
        Patience.until("the code to expire", () -> client.reload().has("[data-state=expired]"));
        client.resend();
        String code = mail.awaitMail(user.email(), 2).code();
        LoginClient twin = client.newTab();
        // Of posts of one page at once, Keycloak lets one through, or a few that race: in some rounds none of the
        // expired ones.
        int wrong = 0;
        for (int round = 0; round < 3 || (reasons("expired_code").isEmpty() && round < 20 && wrong < 6); round++) {
            twin.get(client.reload().url());
            AtOnce.call(List.<Callable<List<Page>>>of(
                    () -> client.postInParallel(25, Map.of("oneTimeCode", expired)),
                    () -> twin.postInParallel(25, Map.of("oneTimeCode", WrongCode.insteadOf(code)))));
            wrong = reasons("invalid_user_credentials").size();
        }
        assertThat(reasons("expired_code")).isNotEmpty();
        assertThat(wrong).isLessThanOrEqualTo(8);
        client.reload();
        assertThat(client.code(WrongCode.insteadOf(code)).text()).contains(10 - wrong - 1 + " tries left");
        assertThat(client.code(code).isLoggedIn()).isTrue();
    }

    @Test
    void areNotReplacedByThoseThatTheMailboxRefuses() {
        configure(Map.of());
        begin();
        String code = mail.awaitMail(user.email()).code();
        mail.respond(Response.REJECT);
        for (int refused = 1; refused <= 3; refused++) {
            Patience.untilResendIsOffered(client);
            client.resend();
            int times = refused;
            Patience.until("the refusal", () -> mail.refusalsOf(user.email()) == times);
        }
        assertThat(client.code(code).isLoggedIn()).isTrue();
    }

    @Test
    void areNumberedThroughoutInEveryTabAndAfterARestart() {
        configure(Map.of());
        begin();
        assertThat(subjects(1)).allMatch(subject -> subject.endsWith("(code 1)"));

        Patience.untilResendIsOffered(client);
        LoginClient tab = client.newTab();
        tab.openLogin();
        tab.password(user);
        assertThat(subjects(2).get(1)).endsWith("(code 2)");

        Patience.untilResendIsOffered(tab);
        client.restart();
        client.password(user);
        assertThat(subjects(3).get(2)).endsWith("(code 3)");
        assertThat(client.code(mail.awaitMail(user.email(), 3).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void areNumberedThroughoutWhenTheAddressChanges() {
        configure(Map.of());
        begin();
        assertThat(subjects(1)).allMatch(subject -> subject.endsWith("(code 1)"));
        String moved = "moved-" + user.email();
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", moved));
        Patience.untilResendIsOffered(client);
        client.resend();
        assertThat(mail.awaitMail(moved).subject()).endsWith("(code 2)");
    }

    private List<String> subjects(int mails) {
        mail.awaitMail(user.email(), mails);
        return mail.mailsTo(user.email()).stream().map(ReceivedMail::subject).toList();
    }

    private void configure(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("resendCooldown", "10", "mailsPer5Minutes", "10"));
        settings.putAll(more);
        realm.configureStep(settings);
    }
}
