package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What attackers try who know the password. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A code")
class AttackIT {

    private static final int POSTS = 50;

    private final TestRealm realm;
    private final MailServer mail;
    private TestUser user;
    private LoginClient client;
    private String code;

    AttackIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void askForACode() {
        user = realm.newUser();
        client = realm.newClient();
        client.openLogin();
        client.password(user);
        code = mail.awaitMail(user.email()).code();
    }

    @Test
    void givesOneLoginWhenItIsPostedFiftyTimesAtOnce() {
        List<Page> pages = client.postInParallel(POSTS, Map.of("oneTimeCode", code));

        Set<String> logins = pages.stream()
                .flatMap(page -> page.authorizationCode().stream())
                .collect(Collectors.toSet());
        assertThat(logins).hasSize(1);
        assertThat(pages).filteredOn(Page::isLoggedIn).hasSize(1);
        assertThat(pages).allSatisfy(page -> assertThat(page.status()).isLessThan(500));
        assertThat(events("LOGIN")).hasSize(1);
    }

    /** Keycloak lets one post of a page through, or a few that race, so it takes rounds to use the tries up. */
    @Test
    void isComparedFiveTimesHoweverManyWrongOnesArePostedAtOnce() {
        for (int round = 0; round < 5; round++) {
            List<Page> pages = client.postInParallel(POSTS, Map.of("oneTimeCode", wrong()));
            assertThat(pages).allSatisfy(page -> assertThat(page.status()).isLessThan(500));
            client.reload();
        }

        assertThat(errors("invalid_user_credentials")).hasSize(5);
        assertThat(client.page().isCodePage()).as("the field is gone").isFalse();
        assertThat(client.code(code).isLoggedIn())
                .as("the right code afterwards")
                .isFalse();
        assertThat(errors("invalid_user_credentials")).hasSize(5);
    }

    @Test
    void isRefusedAfterFiveWrongOnes() {
        for (int tries = 1; tries < 5; tries++) {
            Page page = client.code(wrong());
            assertThat(page.error()).contains("Wrong code");
        }
        assertThat(client.code(wrong()).text()).contains("too many wrong codes");
        assertThat(client.page().isCodePage()).as("the field is gone").isFalse();
        assertThat(errors("invalid_user_credentials")).hasSize(5);
    }

    @Test
    void isRefusedInAnotherSession() {
        LoginClient attacker = realm.newClient();
        attacker.openLogin();
        attacker.password(user);
        Page page = attacker.code(code);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.error()).contains("the newest one, number 2");
    }

    @Test
    void isRefusedForAnotherUser() {
        TestUser mallory = realm.newUser();
        LoginClient attacker = realm.newClient();
        attacker.openLogin();
        attacker.password(mallory);
        Page page = attacker.code(code);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.error()).contains("the newest one, number 1");
    }

    @Test
    void isRefusedWhenItIsUsedAgain() {
        LoginClient twin = client.newTab();
        String form = client.page().action(Set.of("oneTimeCode")).toString();
        assertThat(client.code(code).isLoggedIn()).isTrue();

        Page page = twin.post(URI.create(form), "application/x-www-form-urlencoded", "oneTimeCode=" + code);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.status()).isLessThan(500);
        assertThat(page.text() + page.url().getQuery())
                .as("Keycloak's own page, or its way back into the application")
                .containsAnyOf("already", "expired", "error=");
        assertThat(events("LOGIN")).hasSize(1);
    }

    @Test
    void isRefusedAfterTheAddressChanged() {
        realm.admin().updateUser(realm.name(), user.id(), account -> account.put("email", "new-" + user.email()));
        Page page = client.code(code);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.text()).contains("email address has changed");
        assertThat(client.reload().isLoggedIn()).isFalse();
        assertThat(mail.mailsTo("new-" + user.email())).isEmpty();
    }

    @Test
    void isRefusedWhenItsLifetimeIsOver() {
        realm.configureStep(Map.of("codeLifetime", "60"));
        askForACode();
        Patience.until("the code to expire", () -> client.reload().has("[data-state=expired]"));
        Page page = client.code(code);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.error()).contains("expired");
        assertThat(errors("expired_code")).hasSize(1);
    }

    @Test
    void isAskedForByEverySessionAnew() {
        LoginClient second = client.newTab();
        second.openLogin();
        assertThat(second.page().isLoggedIn())
                .as("a second tab without any password")
                .isFalse();
        second.password(user);
        assertThat(second.page().isLoggedIn())
                .as("a second tab with the password")
                .isFalse();
        assertThat(second.page().isCodePage()).isTrue();
    }

    @Test
    void isNotMailedToADisabledUser() {
        TestUser disabled = realm.newUser();
        LoginClient login = realm.newClient();
        login.openLogin();
        login.password(disabled);
        String right = mail.awaitMail(disabled.email()).code();
        realm.admin().updateUser(realm.name(), disabled.id(), account -> account.put("enabled", false));

        Page page = login.code(right);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(page.status()).isLessThan(500);
        login.openLogin();
        login.password(disabled);
        assertThat(mail.mailsTo(disabled.email())).hasSize(1);
    }

    private List<JsonNode> events(String type) {
        return realm.events(user).stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    private List<JsonNode> errors(String error) {
        return realm.events(user).stream()
                .filter(event -> event.path("error").asText().equals(error))
                .toList();
    }

    private String wrong() {
        return WrongCode.insteadOf(code);
    }
}
