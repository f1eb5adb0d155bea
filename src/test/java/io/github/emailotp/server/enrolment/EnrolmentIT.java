package io.github.emailotp.server.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.emailotp.Bundle;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import io.github.emailotp.server.named.ResetRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Where only those are asked for a code who have set that up. The condition has no config, and so is one that was saved without. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("Whoever sets up the email code")
class EnrolmentIT {

    private static final Map<String, String> LINK = Map.of("kc_action", EnrollingRealm.ACTION);
    private static final String NO_BREAK = "\u00a0";
    private static final String WHAT_IT_DOES = "Set up codes: enter the one we mail to ";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private final EnrollingRealm enrolling;
    private final LoginClient client;
    private TestUser user;

    EnrolmentIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
        this.enrolling = new EnrollingRealm(realm);
        this.client = realm.newClient();
    }

    @BeforeEach
    void letPeopleSetItUp() {
        enrolling.asksForCodes();
        user = realm.newUser();
    }

    @AfterEach
    void letNobody() {
        enrolling.close();
    }

    @Test
    void isAskedFromThenOnAndNobodyElse() {
        assertThat(logIn(realm.newClient()).isLoggedIn()).isTrue();
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).isEmpty();
        Page end = enrol(1);
        assertThat(end.isLoggedIn()).isTrue();
        assertThat(end.url().getQuery()).contains("kc_action_status=success");
        LoginClient next = realm.newClient();
        assertThat(logIn(next).isCodePage()).isTrue();
        assertThat(next.code(mail.awaitMail(user.email(), 2).code()).isLoggedIn())
                .isTrue();
        LoginClient other = realm.newClient();
        other.openLogin();
        assertThat(other.password(realm.newUser()).isLoggedIn()).isTrue();
    }

    /** As the admin console shows it, which reads the data as JSON. */
    @Test
    void hasItAmongTheCredentialsWithLabelDateAndNoSecret() throws JsonProcessingException {
        long before = System.currentTimeMillis();
        enrol(1);
        JsonNode credential = enrolling.enrolled(user).get(0);
        assertThat(credential.path("userLabel").asText()).isEqualTo("u•••@example.test");
        assertThat(credential.path("createdDate").asLong()).isBetween(before, System.currentTimeMillis());
        JsonNode data =
                new ObjectMapper().readTree(credential.path("credentialData").asText());
        assertThat(data.path("address").asText()).isEqualTo("u•••@example.test");
        assertThat(credential.path("secretData").isMissingNode()).isTrue();
        assertThat(enrolling.events(user, "UPDATE_CREDENTIAL"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/details/credential_type").asText())
                                .isEqualTo("email-otp"));
    }

    /** "Credential reset" of the admin console: mail and page call the action by its name. */
    @Test
    void canBeAskedToDoSoByAMailOfAnAdministrator() {
        realm.admin()
                .put(realm.name() + "/users/" + user.id() + "/execute-actions-email", List.of(EnrollingRealm.ACTION));
        String text = mail.awaitMail(user.email()).text();
        assertThat(text).contains("Set up email codes").doesNotContain("requiredAction.");
        Matcher link =
                Pattern.compile("https?://\\S+/login-actions/action-token\\S+").matcher(text);
        assertThat(link.find()).isTrue();
        Page page = client.get(URI.create(link.group()));
        assertThat(page.text()).contains("Set up email codes").doesNotContain("requiredAction.");
        client.follow("a[href*=action-token]");
        assertThat(client.page().isCodePage()).isTrue();
        client.code(mail.awaitMail(user.email(), 2).code());
        assertThat(enrolling.enrolled(user)).hasSize(1);
    }

    @Test
    void canChangeTheirMind() {
        client.openLogin(LINK);
        client.password(user);
        Page end = client.submit(Map.of("cancel-aia", "true"));
        assertThat(end.isLoggedIn()).isTrue();
        assertThat(end.url().getQuery()).contains("kc_action_status=cancelled");
        assertThat(enrolling.enrolled(user)).isEmpty();
    }

    @Test
    void hasItOnceHoweverOftenTheySetItUp() {
        enrol(1);
        JsonNode first = enrolling.enrolled(user).get(0);
        Page again = client.openLogin(LINK);
        assertThat(again.isLoggedIn()).as("nothing is left to do").isTrue();
        assertThat(again.url().getQuery()).contains("kc_action_status=success");
        assertThat(enrolling.enrolled(user)).containsExactly(first);
        assertThat(mail.mails()).hasSize(1);
    }

    @Test
    void hasItOnceAfterOneCodeInManyPostsAtOnce() {
        client.openLogin(LINK);
        client.password(user);
        String code = mail.awaitMail(user.email()).code();
        client.postInParallel(10, Map.of("oneTimeCode", code));
        assertThat(enrolling.enrolled(user)).hasSize(1);
        assertThat(enrolling.events(user, "UPDATE_CREDENTIAL")).hasSize(1);
    }

    /** The second tab is told that nothing is left to do, whatever it posts. */
    @Test
    void hasItOnceAfterTwoTabs() {
        client.openLogin(LINK);
        client.password(user);
        String code = mail.awaitMail(user.email()).code();
        LoginClient other = realm.newClient();
        other.openLogin(LINK);
        other.password(user);
        mail.awaitMail(user.email(), 2);
        assertThat(client.code(code).isLoggedIn()).isTrue();
        assertThat(other.code(code).isLoggedIn()).isTrue();
        assertThat(enrolling.enrolled(user)).hasSize(1);
        assertThat(enrolling.events(user, "UPDATE_CREDENTIAL")).hasSize(1);
    }

    /** They are asked meanwhile, at the address that they have now: to change it is no way to be asked for less. */
    @Test
    void setsItUpAgainWithAnotherAddress() {
        enrol(1);
        String other = "other." + user.email();
        enrolling.setAddress(user, other);
        LoginClient next = realm.newClient();
        next.openLogin(LINK);
        assertThat(next.password(user).isCodePage()).isTrue();
        assertThat(next.code(mail.awaitMail(other, 1).code()).isCodePage())
                .as("now to set it up")
                .isTrue();
        assertThat(next.code(mail.awaitMail(other, 2).code()).isLoggedIn()).isTrue();
        assertThat(enrolling.enrolled(user))
                .singleElement()
                .satisfies(credential ->
                        assertThat(credential.path("userLabel").asText()).isEqualTo("o•••@example.test"));
    }

    @Test
    void setsItUpAgainByTheRightCodeWhereTheStepIsToldSo() {
        enrolling.flow().configure(EnrollingRealm.STEP, Map.of("enrolment", "true"));
        enrol(1);
        String other = "other." + user.email();
        enrolling.setAddress(user, other);
        LoginClient next = realm.newClient();
        assertThat(logIn(next).isCodePage()).isTrue();
        assertThat(next.page().text()).contains(WHAT_IT_DOES);
        next.code(WrongCode.insteadOf(mail.awaitMail(other).code()));
        assertThat(next.page().text()).contains(WHAT_IT_DOES);
        assertThat(next.code(mail.awaitMail(other).code()).isLoggedIn()).isTrue();
        assertThat(enrolling.enrolled(user))
                .singleElement()
                .satisfies(credential ->
                        assertThat(credential.path("userLabel").asText()).isEqualTo("o•••@example.test"));
        LoginClient later = realm.newClient();
        assertThat(logIn(later).isCodePage()).isTrue();
        assertThat(later.page().text()).doesNotContain(WHAT_IT_DOES);
    }

    @Test
    void isNotAskedOnceItIsRemoved() {
        enrol(1);
        enrolling.removeEnrolled(user);
        assertThat(logIn(realm.newClient()).isLoggedIn()).isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    @Test
    void doesSoAtTheNextLoginIfAnAdministratorWantsIt() {
        enrolling.demand(user);
        assertThat(logIn(client).isCodePage()).isTrue();
        assertThat(client.page().has("button[name=cancel-aia]")).isFalse();
        assertThat(client.page().text()).contains(WHAT_IT_DOES);
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(enrolling.enrolled(user)).hasSize(1);
    }

    /** Whoever knows only the name would keep them out. */
    @Test
    void doesSoThoughSomebodyGuessesTheirCodesOfAReset() {
        ResetRealm reset = new ResetRealm(realm);
        reset.open();
        try {
            reset.configure(Map.of("codeAttempts", "10", "guessWait", "600"));
            LoginClient thief = reset.arrive(user.email());
            String wrong = WrongCode.insteadOf(mail.awaitMail(user.email()).code());
            for (int i = 0; i < 10; i++) {
                thief.code(wrong);
            }
            assertThat(reset.arrive(user.email()).page().text()).contains("10 minutes");
            enrolling.demand(user);
            assertThat(logIn(client).isCodePage()).isTrue();
            assertThat(client.code(mail.awaitMail(user.email(), 2).code()).isLoggedIn())
                    .isTrue();
            assertThat(enrolling.enrolled(user)).hasSize(1);
        } finally {
            reset.close();
        }
    }

    /** Or it would keep them out. */
    @Test
    void cannotWithoutAnAddressAndLogsInNevertheless() {
        enrolling.action("VERIFY_PROFILE", false);
        try {
            enrolling.demand(user);
            enrolling.setAddress(user, "");
            assertThat(logIn(client).isLoggedIn()).isTrue();
            assertThat(enrolling.enrolled(user)).isEmpty();
        } finally {
            enrolling.action("VERIFY_PROFILE", true);
        }
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#SAMPLE")
    void getsAMailThatSaysWhatItsCodeDoes(String language) {
        Bundle texts = Bundle.in(language);
        client.openLogin(LINK);
        client.switchLanguage(language);
        client.password(user);
        ReceivedMail received = mail.awaitMail(user.email());
        assertThat(received.subject())
                .isEqualTo(texts.text("emailOtpSubjectWithCodeEnrol", received.code(), "Test Realm", 1));
        assertThat(received.parts())
                .allSatisfy(part -> assertThat(part.replace(NO_BREAK, " "))
                        .contains(
                                plain(texts, "emailOtpMailCodeEnrol"),
                                plain(texts, "emailOtpMailAboutVerify"),
                                plain(texts, "emailOtpMailNotYouHelpEnrol")));
    }

    private static String plain(Bundle texts, String key) {
        return texts.text(key).replace(NO_BREAK, " ");
    }

    private Page enrol(int mails) {
        client.openLogin(LINK);
        client.password(user);
        return client.code(mail.awaitMail(user.email(), mails).code());
    }

    private Page logIn(LoginClient someone) {
        someone.openLogin();
        return someone.password(user);
    }
}
