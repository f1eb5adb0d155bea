package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody who wants to fill a mailbox. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The mails")
class MailBudgetIT {

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;

    MailBudgetIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
    }

    /** Waits for the mail, if there will be one. */
    private LoginClient login(TestUser who) {
        LoginClient client = realm.newClient();
        loginWith(client, who);
        return client;
    }

    private Page loginWith(LoginClient client, TestUser who) {
        int mails = mail.mails().size();
        client.openLogin();
        Page page = client.password(who);
        if (page.isCodePage()) {
            Patience.until("the mail", () -> mail.mails().size() > mails);
        }
        return page;
    }

    @Test
    void ofThirtyLoginsInARowAreThree() {
        Page page = null;
        for (int i = 0; i < 30; i++) {
            page = login(user).page();
            assertThat(page.status()).isEqualTo(200);
        }
        assertThat(mail.mailsTo(user.email())).hasSize(3);
        assertThat(page.isCodePage()).isFalse();
        assertThat(page.text())
                .containsPattern("Too many codes were asked for. You can get a new one in [1-5] minutes.");
        JsonNode event = realm.events(user).get(0);
        assertThat(event.path("type").asText()).isEqualTo("SEND_VERIFY_EMAIL_ERROR");
        assertThat(event.path("error").asText()).isEqualTo("email_otp_over_quota");
        assertThat(event.path("details").path("reason").asText()).isEqualTo("address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"background", "wait"})
    void toAnAddressThatRefusesThemAreNoMoreThanThreeThough(String delivery) {
        realm.configureStep(Map.of("delivery", delivery));
        mail.respond(Response.REJECT);
        for (int i = 0; i < 30; i++) {
            LoginClient client = realm.newClient();
            client.openLogin();
            assertThat(client.password(user).status()).isEqualTo(200);
            server.awaitEmptyOutbox();
        }
        assertThat(mail.refusalsOf(user.email())).isBetween(1, 3);
        mail.respond(Response.ACCEPT);
        LoginClient client = realm.newClient();
        client.openLogin();
        client.password(user);
        assertThat(mail.mailsTo(user.email())).as("it waits").isEmpty();
    }

    @Test
    void toAnAddressThatRefusesThemAreNoMoreThanThreeOfThirtyLoginsAtOnce() {
        mail.respond(Response.REJECT);
        for (int wave = 0; wave < 3; wave++) {
            List<LoginClient> attackers =
                    Stream.generate(realm::newClient).limit(30).toList();
            attackers.forEach(LoginClient::openLogin);
            atOnce(attackers, Collections.nCopies(attackers.size(), user));
        }
        assertThat(mail.refusalsOf(user.email())).isBetween(1, 3);
    }

    @Test
    void ofThirtyRestartedLoginsAreNoMoreThanThree() {
        LoginClient client = login(user);
        for (int i = 0; i < 30; i++) {
            client.restart();
            client.openLogin();
            client.password(user);
            client.resend();
        }
        assertThat(mail.mailsTo(user.email())).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void ofFiftyPressesOfTheButtonAreTwoThoughItsWaitIsOver() {
        realm.configureStep(Map.of("resendCooldown", "10", "mailsPer5Minutes", "2"));
        LoginClient client = login(user);
        Patience.untilResendIsOffered(client);
        for (int i = 0; i < 50; i++) {
            assertThat(client.resend().status()).isEqualTo(200);
        }
        mail.awaitMail(user.email(), 2);
        assertThat(mail.mailsTo(user.email())).hasSize(2);
    }

    @Test
    void overTheLimitLeaveCodesThatWereMailedGood() {
        realm.configureStep(Map.of("mailsPer5Minutes", "1", "resendCooldown", "10"));
        LoginClient client = login(user);
        String code = mail.awaitMail(user.email()).code();
        Patience.untilResendIsOffered(client);
        Page refused = client.resend();
        assertThat(refused.text()).containsPattern("Too many codes: you can get another in [1-5] minutes");
        assertThat(refused.isCodePage()).isTrue();
        assertThat(client.code(code).isLoggedIn()).isTrue();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "box@example.test, BOX+tag@EXAMPLE.test",
        "b+1@xn--bcher-kva.test, b+2@xn--bcher-kva.test",
        "b.ox@gmail.com, box+x@googlemail.com"
    })
    void toOneMailboxShareTheLimitHoweverItIsWritten(String one, String other) {
        realm.configureStep(Map.of("mailsPer5Minutes", "2"));
        for (String address : new String[] {one, other}) {
            TestUser account = realm.newUser();
            realm.admin().updateUser(realm.name(), account.id(), json -> json.put("email", address));
            for (int i = 0; i < 2; i++) {
                login(account);
            }
        }
        assertThat(mail.mails()).hasSize(2);
    }

    /** An office, or a carrier's NAT. */
    @Test
    void letSixtyPeopleBehindOneAddressIn() {
        Instant begun = Instant.now();
        Map<TestUser, LoginClient> people = new LinkedHashMap<>();
        for (int i = 0; i < 60; i++) {
            TestUser person = realm.newUser();
            people.put(person, loginFrom("203.0.113.70", person));
        }
        people.forEach((person, client) -> {
            String code = mail.awaitMail(person.email()).code();
            assertThat(client.code(code).isLoggedIn()).as(person.username()).isTrue();
        });
        assertThat(mail.mails()).hasSize(60);
        assertThat(begun).isAfter(Instant.now().minus(Duration.ofMinutes(10)));
    }

    @Test
    void ofSixtyPeopleBehindOneAddressAllArriveUnderALimitOfThirtyForCodesThatAreTyped() {
        realm.configureStep(Map.of("mailsPerHourAndClient", "30"));
        for (int i = 0; i < 60; i++) {
            TestUser person = realm.newUser();
            LoginClient client = realm.newClient();
            client.address("203.0.113.71");
            loginWith(client, person);
            assertThat(client.code(mail.awaitMail(person.email()).code()).isLoggedIn())
                    .isTrue();
        }
    }

    @Test
    void byOneAttackerWithSixtyPasswordsAreNoMoreToOneMailbox() {
        for (int i = 0; i < 60; i++) {
            TestUser victim = realm.newUser();
            String address = "victim+" + i + "@example.test";
            realm.admin().updateUser(realm.name(), victim.id(), json -> json.put("email", address));
            loginFrom("203.0.113.72", victim);
        }
        assertThat(mail.mails()).hasSize(3);
    }

    @Test
    void toOneMailboxAreThreeWhenItIsAskedForBySixtyAccountsAtOnce() {
        List<TestUser> accounts = newUsers(60);
        for (int i = 0; i < accounts.size(); i++) {
            String address = "target+" + i + "@example.test";
            realm.admin().updateUser(realm.name(), accounts.get(i).id(), json -> json.put("email", address));
        }
        atOnce(openedFrom("203.0.113.73", accounts.size()), accounts);
        assertThat(mail.mails()).hasSize(3);
    }

    @Test
    void ofOneClientAreThirtyWhenSixtyAreAskedForAtOnceAndThatIsTheLimit() {
        realm.configureStep(Map.of("mailsPerHourAndClient", "30"));
        List<TestUser> accounts = newUsers(60);
        atOnce(openedFrom("203.0.113.74", accounts.size()), accounts);
        assertThat(mail.mails()).hasSize(30);
    }

    private List<TestUser> newUsers(int count) {
        return Stream.generate(realm::newUser).limit(count).toList();
    }

    private List<LoginClient> openedFrom(String address, int count) {
        List<LoginClient> clients =
                Stream.generate(realm::newClient).limit(count).toList();
        clients.forEach(client -> {
            client.address(address);
            client.openLogin();
        });
        return clients;
    }

    /** All passwords at the same moment; returns when the mails have left. */
    private void atOnce(List<LoginClient> clients, List<TestUser> accounts) {
        List<Page> pages = AtOnce.call(IntStream.range(0, clients.size())
                .<Callable<Page>>mapToObj(i -> () -> clients.get(i).password(accounts.get(i)))
                .toList());
        assertThat(pages).allSatisfy(page -> assertThat(page.status()).isEqualTo(200));
        server.awaitEmptyOutbox();
    }

    @Test
    void forOneClientCanHaveALimit() {
        realm.configureStep(Map.of("mailsPerHourAndClient", "30"));
        for (int i = 0; i < 31; i++) {
            loginFrom("203.0.113.77", realm.newUser());
        }
        assertThat(mail.mails()).hasSize(30);
        assertThat(loginFrom("203.0.113.78", user).page().isCodePage()).isTrue();
        Page refused = loginFrom("203.0.113.77", realm.newUser()).page();
        assertThat(refused.text()).contains("Too many codes were asked for. You can get a new one in");
    }

    /** Why the proxy must overwrite the header: whoever writes into it before the proxy does chooses what is counted. */
    @Test
    void areCountedForTheFirstAddressInTheProxysHeader() {
        realm.configureStep(Map.of("mailsPerHourAndClient", "2"));
        for (int i = 1; i <= 4; i++) {
            loginFrom("203.0.113.90, 198.51.100." + i, realm.newUser());
        }
        assertThat(mail.mails()).hasSize(2);
    }

    @Test
    void forOneNetworkOfAnIpv6AddressShareTheLimit() {
        realm.configureStep(Map.of("mailsPerHourAndClient", "2"));
        for (int i = 1; i <= 4; i++) {
            loginFrom("2001:db8:1:2::" + i, realm.newUser());
        }
        assertThat(mail.mails()).hasSize(2);
        assertThat(loginFrom("2001:db8:1:3::1", user).page().isCodePage()).isTrue();
    }

    /** As RFC 7239 demands, and some proxies write in X-Forwarded-For as well. */
    @Test
    void forIpv6InBracketsAreCountedByNetworkToo() {
        realm.configureStep(Map.of("mailsPerHourAndClient", "1"));
        assertThat(loginFrom("[2001:db8:2:1::1]:4711", user).page().isCodePage())
                .isTrue();
        assertThat(mail.awaitMail(user.email()).text()).contains("IP address: 2001:db8:2:1::1");
        assertThat(loginFrom("[2001:db8:2:1::2]:4712", realm.newUser()).page().isCodePage())
                .isFalse();
        assertThat(loginFrom("[2001:db8:2:2::1]", realm.newUser()).page().isCodePage())
                .isTrue();
    }

    @Test
    void ofTheRealmCanHaveALimit() {
        realm.configureStep(Map.of("mailsPerHourAndRealm", "2"));
        for (int i = 0; i < 8; i++) {
            login(realm.newUser());
        }
        assertThat(mail.mails()).hasSize(2);
    }

    private LoginClient loginFrom(String address, TestUser who) {
        LoginClient client = realm.newClient();
        client.address(address);
        loginWith(client, who);
        return client;
    }
}
