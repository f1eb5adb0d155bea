package io.github.emailotp.server.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.ManySessions;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who comes from a provider and wants an account that is somebody else's. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Somebody else's account")
class LinkAttackIT extends AccountToLink {

    private static final int FREE = 10;
    private static final int SESSIONS = 20;
    private static final int POSTS = 500;

    private static final String ERROR = "IDENTITY_PROVIDER_LINK_ACCOUNT_ERROR";

    LinkAttackIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        super(server, realm, mail);
    }

    /** In one tab of one browser, and with the same address: nothing but the person is another. */
    @Test
    void isNotLinkedByTheCodeOfAnotherUserOfTheProvider() {
        TestUser person = linking.withAddressOf(owner);
        LoginClient client = linking.arriveToLink(person);
        String code = mail.awaitMail(owner.email()).code();
        TestUser other = linking.successorOf(person);
        linking.arriveAgainToLink(client, other);
        assertThat(client.code(code).error()).contains("Wrong code");
        assertThat(linking.links(owner)).isEmpty();
        assertThat(client.code(mail.awaitMail(owner.email(), 2).code()).isLoggedIn())
                .isTrue();
        assertThat(linking.links(owner)).containsExactly(other.username());
    }

    /** In one tab of one browser, and by the same person: nothing but their address at the provider is another. */
    @Test
    void isNotLinkedByTheCodeOfAnotherAccount() {
        TestUser mallory = linking.newOwner();
        TestUser person = linking.withAddressOf(mallory);
        LoginClient client = linking.arriveToLink(person);
        String code = mail.awaitMail(mallory.email()).code();
        linking.moveToAddressOf(owner, person);
        linking.arriveAgainToLink(client, person);
        assertThat(client.code(code).error()).contains("Wrong code");
        assertThat(linking.links(owner)).isEmpty();
        assertThat(client.code(mail.awaitMail(owner.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(linking.links(owner)).containsExactly(person.username());
        assertThat(linking.links(mallory)).isEmpty();
    }

    /** More wrong codes than the realm allows failures of the login, also where Keycloak has learnt whose they could be. */
    @Test
    void isNotLockedByWrongCodes() {
        LoginClient client = linking.arriveToLink(linking.withNameOf(owner));
        String code = mail.awaitMail(owner.email()).code();
        linking.choose(client, LinkingRealm.BY_PASSWORD);
        client.submit(Map.of("username", owner.username(), "password", "wrong"));
        assertThat(linking.failures(owner)).as("a wrong password").isEqualTo(1);
        linking.choose(client, LinkingRealm.BY_CODE);
        int wrong = LinkingRealm.FAILURE_FACTOR + 1;
        for (int i = 0; i < wrong; i++) {
            assertThat(client.code(WrongCode.insteadOf(code)).error()).contains("Wrong code");
        }
        assertThat(linking.errors(owner, ERROR)).hasSize(wrong).containsOnly("invalid_user_credentials");
        assertThat(linking.failures(owner)).as("as before").isEqualTo(1);
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(client.code(code).isLoggedIn()).as("not locked").isTrue();
    }

    /** An attacker who begins many logins and posts at the same moment gets no more comparisons. */
    @Test
    void isNotGuessedBeyondTheBudgetByManySessionsInParallel() throws Exception {
        linking.flow()
                .configure(
                        LinkingRealm.BY_CODE,
                        Map.of(
                                "codeAttempts", "10",
                                "guessWait", "600",
                                "mailsPer5Minutes", "30",
                                "mailsPer15Minutes", "30",
                                "mailsPerHour", "30",
                                "mailsPerDay", "30"));
        TestUser person = linking.withAddressOf(owner);
        List<LoginClient> sessions = Stream.generate(() -> linking.arriveToLink(person))
                .limit(SESSIONS)
                .toList();
        String code = mail.awaitMail(owner.email(), SESSIONS).code();
        ManySessions.postInParallel(sessions, POSTS, Map.of("oneTimeCode", WrongCode.insteadOf(code)));
        assertThat(linking.errors(owner, ERROR))
                .filteredOn("invalid_user_credentials"::equals)
                .hasSize(FREE);
        assertThat(linking.links(owner)).isEmpty();
    }

    /** Who has come from a provider has shown nothing of the account yet, and cannot use up what its owner needs. */
    @Test
    void leavesTheOwnersOwnLoginItsCodesAndItsWaits() {
        linking.countNoFailures();
        linking.flow()
                .configure(
                        LinkingRealm.BY_CODE, Map.of("guessesFree", "2", "guessWait", "600", "mailsPer5Minutes", "1"));
        TestUser person = linking.withAddressOf(owner);
        LoginClient stranger = linking.arriveToLink(person);
        String wrong = WrongCode.insteadOf(mail.awaitMail(owner.email()).code());
        stranger.code(wrong);
        assertThat(stranger.code(wrong).error()).contains("in 10 minutes");
        assertThat(linking.arriveToLink(person).page().error()).contains("in 10 minutes");
        assertThat(mail.mailsTo(owner.email())).hasSize(1);
        mail.clear();
        realm.configureStep(Map.of("guessesFree", "2", "guessWait", "600", "mailsPer5Minutes", "1"));
        LoginClient own = realm.newClient();
        own.openLogin();
        assertThat(own.password(owner).isCodePage()).isTrue();
        assertThat(own.code(mail.awaitMail(owner.email()).code()).isLoggedIn()).isTrue();
    }

    /** What people type is no proof: the account is found by it, but only the provider's word is worth a mail. */
    @Test
    void isAskedForItsPasswordIfItWasFoundByAnAddressThatWasTyped() {
        linking.reviewProfiles();
        LoginClient client = linking.arrive(linking.withAddressOf(linking.newOwner()));
        client.submit(Map.of("email", owner.email()));
        LinkingRealm.link(client);
        assertThat(client.page().isPasswordPage()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
    }

    @Test
    void isNotLinkedOnceTheProviderIsDisabled() {
        LoginClient client = linking.arriveToLink(linking.withAddressOf(owner));
        String code = mail.awaitMail(owner.email()).code();
        linking.provider(settings -> settings.put("enabled", false));
        Page end = client.code(code);
        assertThat(end.isLoggedIn()).isFalse();
        assertThat(end.isCodePage()).isFalse();
        assertThat(linking.links(owner)).isEmpty();
        linking.provider(settings -> settings.put("enabled", true));
        assertThat(realm.sessions(owner)).isEmpty();
    }

    @Test
    void isNotLinkedByACodeThatWentToAnAddressOfBefore() {
        LoginClient client = linking.arriveToLink(linking.withAddressOf(owner));
        String code = mail.awaitMail(owner.email()).code();
        realm.admin().updateUser(realm.name(), owner.id(), account -> account.put("email", "new-" + owner.email()));
        Page page = client.code(code);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(linking.links(owner)).isEmpty();
        assertThat(linking.isVerified(owner)).isFalse();
        assertThat(linking.errors(owner, ERROR)).containsExactly("expired_code");
    }

    /** The page does not tell. */
    @Test
    void getsNoMailAndNoComparisonOnceItIsLocked() {
        linking.flow().configure(LinkingRealm.BY_CODE, Map.of("resendCooldown", "10"));
        LoginClient client = linking.arriveToLink(linking.withAddressOf(owner));
        String code = mail.awaitMail(owner.email()).code();
        linking.lock(owner);
        assertThat(client.code(code).error()).contains("Wrong code");
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().text()).contains("Code 2 is on its way");
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).hasSize(1);
        assertThat(linking.links(owner)).isEmpty();
        assertThat(linking.isVerified(owner)).isFalse();
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(linking.errors(owner, ERROR)).hasSize(2).containsOnly("user_temporarily_disabled");
        linking.unlock(owner);
        assertThat(client.code(code).isLoggedIn())
                .as("nothing but the lock was in the way")
                .isTrue();
    }

    /** The page does not tell. */
    @Test
    void getsNoMailIfItIsLocked() {
        TestUser person = linking.withAddressOf(owner);
        linking.lock(owner);
        LoginClient client = linking.arriveToLink(person);
        assertThat(client.page().isCodePage()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
        assertThat(linking.errors(owner, ERROR)).containsExactly("user_temporarily_disabled");
    }

    /** The page does not tell. */
    @Test
    void getsNoMailIfItIsDisabled() {
        TestUser person = linking.withAddressOf(owner);
        realm.admin().updateUser(realm.name(), owner.id(), account -> account.put("enabled", false));
        LoginClient client = linking.arriveToLink(person);
        assertThat(client.page().isCodePage()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
        assertThat(linking.errors(owner, ERROR)).containsExactly("user_disabled");
    }
}
