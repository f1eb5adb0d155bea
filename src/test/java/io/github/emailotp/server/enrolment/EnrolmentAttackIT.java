package io.github.emailotp.server.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever knows the password of an account, and does not read its mailbox. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Whoever knows only a password")
class EnrolmentAttackIT {

    private static final Map<String, String> LINK = Map.of("kc_action", EnrollingRealm.ACTION);
    private static final String FOREIGN = "attacker@example.test";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final EnrollingRealm enrolling;
    private final LoginClient attacker;
    private final TestUser victim;

    EnrolmentAttackIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.enrolling = new EnrollingRealm(realm);
        this.attacker = realm.newClient();
        this.victim = realm.newUser();
    }

    @AfterEach
    void letNobody() {
        enrolling.close();
    }

    private Page openAction() {
        attacker.openLogin(LINK);
        return attacker.password(victim);
    }

    /** By parameters, in the address and in the form, with the wish for another code. */
    @Test
    void hasNoCodeMailedToAnotherMailboxThanTheAccounts() {
        enrolling.asksForCodes();
        Map<String, String> forged = new HashMap<>(Map.of(
                "email", FOREIGN,
                "username", FOREIGN,
                "address", FOREIGN,
                "kc_action_parameter", FOREIGN,
                "login_hint", FOREIGN));
        Map<String, String> request = new HashMap<>(forged);
        request.putAll(LINK);
        attacker.openLogin(request);
        attacker.password(victim);
        mail.awaitMail(victim.email());
        forged.put("oneTimeCode", "00000000");
        attacker.submit(forged);
        URI action = attacker.page().action(Set.of("oneTimeCode"));
        attacker.get(URI.create(action + "&email=" + FOREIGN + "&kc_action_parameter=" + FOREIGN));
        forged.remove("oneTimeCode");
        forged.put("resend", "true");
        attacker.submit(forged);
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isNotEmpty().hasSameSizeAs(mail.mailsTo(victim.email()));
        assertThat(enrolling.enrolled(victim)).isEmpty();
    }

    /** The code of one address does not enrol another, nor does that of another account of the attacker's. */
    @Test
    void enrolsNoAddressThatHasBecomeAnotherMeanwhile() {
        enrolling.asksForCodes();
        openAction();
        String code = mail.awaitMail(victim.email()).code();
        enrolling.setAddress(victim, "other." + victim.email());
        assertThat(attacker.code(code).text()).contains("Your email address has changed");
        assertThat(enrolling.enrolled(victim)).isEmpty();
    }

    @Test
    void enrolsNothingByACodeOfALogin() {
        enrolling.asksForAppsOrCodes();
        TestUser own = realm.newUser();
        LoginClient elsewhere = realm.newClient();
        enrolling.demand(own);
        elsewhere.openLogin();
        elsewhere.password(own);
        String code = mail.awaitMail(own.email()).code();
        openAction();
        mail.awaitMail(victim.email());
        assertThat(attacker.code(code).error()).contains("Wrong code");
        assertThat(enrolling.enrolled(victim)).isEmpty();
    }

    /** The owner has an app, and has not chosen mailed codes. */
    @Test
    void isNotAskedForACodeInPlaceOfAnApp() {
        enrolling.asksForAppsOrCodes();
        enrolling.addApp(victim);
        attacker.openLogin();
        assertThat(attacker.password(victim).isCodePage()).isFalse();
        assertThat(attacker.page().has("input[name=otp]")).isTrue();
        Page chosen = attacker.submit(
                Map.of("authenticationExecution", enrolling.flow().id(EnrollingRealm.STEP)));
        assertThat(chosen.isCodePage()).isFalse();
        assertThat(chosen.has("input[name=otp]")).isTrue();
        for (String forged : List.of("resend=true", "oneTimeCode=12345678", "look=")) {
            String address = attacker.page()
                    .action(Set.of("otp"))
                    .toString()
                    .replaceFirst(
                            "execution=[^&]+", "execution=" + enrolling.flow().id(EnrollingRealm.STEP));
            Page answer = attacker.post(URI.create(address), "application/x-www-form-urlencoded", forged);
            assertThat(answer.isCodePage()).isFalse();
            assertThat(answer.isLoggedIn()).isFalse();
            attacker.reload();
        }
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
        assertThat(enrolling.enrolled(victim)).isEmpty();
    }

    /** The owner removes the code while somebody sits on its page. */
    @Test
    void isLeftToTheAppOnceTheCodeIsRemoved() {
        enrolling.asksForAppsOrCodes();
        attacker.openLogin(LINK);
        attacker.password(victim);
        attacker.code(mail.awaitMail(victim.email()).code());
        enrolling.addApp(victim);
        LoginClient next = realm.newClient();
        next.openLogin();
        next.password(victim);
        next.submit(Map.of("authenticationExecution", enrolling.flow().id(EnrollingRealm.STEP)));
        assertThat(next.page().isCodePage()).isTrue();
        String code = mail.awaitMail(victim.email(), 2).code();
        enrolling.removeEnrolled(victim);
        assertThat(next.code(code).isLoggedIn()).isFalse();
        assertThat(next.page().has("input[name=otp]")).isTrue();
    }

    /** Keycloak would let whoever has nothing set up end on a bare page. */
    @Test
    void isAskedForACodeWhereASecondFactorIsDemandedAndNoneIsThere() {
        enrolling.asksEverybodyForAppsOrCodes();
        attacker.openLogin();
        assertThat(attacker.password(victim).isCodePage()).isTrue();
        assertThat(attacker.code("00000000").isLoggedIn()).isFalse();
        assertThat(enrolling.enrolled(victim)).isEmpty();
        LoginClient owner = realm.newClient();
        owner.openLogin();
        owner.password(victim);
        assertThat(owner.code(mail.awaitMail(victim.email(), 2).code()).isLoggedIn())
                .isTrue();
        assertThat(enrolling.enrolled(victim)).hasSize(1);
    }

    /** At level 1, where a password is enough. Without the condition's category, Keycloak deletes it there. */
    @Test
    void cannotRemoveTheCodeWithoutOne() {
        enrolling.asksForCodesAtLevel2();
        LoginClient owner = realm.newClient();
        owner.openLogin(LINK);
        owner.password(victim);
        assertThat(owner.code(mail.awaitMail(victim.email()).code()).isLoggedIn())
                .isTrue();
        String id = enrolling.enrolled(victim).get(0).required("id").asText();

        attacker.openLogin();
        assertThat(attacker.password(victim).isLoggedIn()).as("level 1").isTrue();
        Page page = attacker.openLogin(Map.of("kc_action", "delete_credential:" + id));
        assertThat(page.isCodePage()).as(page.text()).isTrue();
        assertThat(enrolling.enrolled(victim)).hasSize(1);

        page = owner.openLogin(Map.of("kc_action", "delete_credential:" + id));
        assertThat(page.isCodePage()).isTrue();
        page = owner.code(mail.awaitMail(victim.email(), 3).code());
        assertThat(page.text()).contains("u•••@example.test");
        owner.submit(Map.of("accept", ""));
        assertThat(enrolling.enrolled(victim)).isEmpty();
    }

    /** Or the attacker sets the code up at level 1, and then needs no app. */
    @Test
    void cannotSetItUpBesideAnAppWithoutTheApp() {
        enrolling.asksForAppsOrCodesAtLevel2WithoutTheCondition();
        enrolling.addApp(victim);
        enrolling.setAddress(victim, FOREIGN);
        Page page = openAction();
        assertThat(page.has("input[name=otp]")).as(page.text()).isTrue();
        assertThat(mail.mailsTo(FOREIGN)).isEmpty();
        assertThat(enrolling.enrolled(victim)).isEmpty();
    }

    /** Keycloak's doing, of which the log warns ({@code AppFaults}). */
    @Test
    void addsAnAppWithoutACodeWhereNothingIsSetUpThatIsOfTheLevel() {
        enrolling.asksForAppsOrCodesAtLevel2WithoutTheCondition();
        attacker.openLogin(Map.of("kc_action", "CONFIGURE_TOTP"));
        assertThat(attacker.password(victim).has("input[name=totpSecret]"))
                .as(attacker.page().text())
                .isTrue();
    }

    /** Who adds a second one, while there is one: Keycloak asks for the level of the first. */
    @Test
    void cannotSetItUpAgainWithoutTheOneThatIsThere() {
        enrolling.asksForCodesAtLevel2();
        LoginClient owner = realm.newClient();
        owner.openLogin(LINK);
        owner.password(victim);
        owner.code(mail.awaitMail(victim.email()).code());
        String other = "other." + victim.email();
        enrolling.setAddress(victim, other);
        openAction();
        assertThat(mail.awaitMail(other).subject()).contains("login code");
        assertThat(attacker.code("00000000").isCodePage()).isTrue();
    }
}
