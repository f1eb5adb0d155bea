package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.MailServer.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page says and asks for; what only a browser can show is in {@link CodePageInBrowserIT}. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The page that asks for the code")
class CodePageIT {

    private static final String WRONG = "00000000";

    private final TestRealm realm;
    private final MailServer mail;
    private final TestUser user;
    private final LoginClient client;

    CodePageIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.user = realm.newUser();
        this.client = realm.newClient();
    }

    @Test
    void showsTheMaskedAddressAndNeverTheWholeOne() {
        Page page = openCodePage();
        assertThat(text(page, "#email-otp-instruction")).contains("u•••@example.test");
        assertThat(page.document().html()).doesNotContain(user.email());
        assertThat(client.code(WRONG).document().html()).doesNotContain(user.email());
        assertThat(client.resend().document().html()).doesNotContain(user.email());
    }

    /** All that can be seen, but for the names of the realm and of the languages. */
    @Test
    void saysAtFirstWhatIsNeededAndNoMore() {
        Page page = openCodePage();
        Element seen = element(page, "main").clone();
        seen.select("select, [hidden], .kc-tooltip-text").remove();
        assertThat(seen.text().split("\\s+")).hasSizeLessThanOrEqualTo(35);
        assertThat(element(page, "#email-otp-form").text())
                .containsSubsequence(
                        "mail to u•••@example.test.", "Code from the email", "Continue", "Send a new code");
        assertThat(text(page, "#email-otp-notice")).isEmpty();
        assertThat(seen.text()).as("a time of the server's zone").doesNotContainPattern("\\d:\\d\\d");
    }

    @Test
    void tellsTheNumberOfTheCodeFromTheSecondOn() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        assertThat(text(openCodePage(), "label[for=oneTimeCode]")).isEqualTo("Code from the email");
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().error()).isEqualTo("Code 2 is on its way.");
        assertThat(text(client.reload(), "label[for=oneTimeCode]")).isEqualTo("Code 2 from the email");
    }

    @Test
    void tellsOfTheSpamFolderOnceTheMailShouldHaveCome() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        openCodePage();
        Patience.untilResendIsOffered(client);
        assertThat(client.page().error()).isEqualTo("If no mail has come, look in your spam folder, too.");
    }

    @Test
    void tellsThatTheMailIsNotThroughYetWhileItHasNotLeft() {
        realm.configureStep(Map.of("resendCooldown", "10"));
        mail.delay(Duration.ofSeconds(25));
        openCodePage();
        Patience.untilResendIsOffered(client);
        assertThat(element(client.page(), "#email-otp-form").attr("data-sending-state"))
                .isEqualTo("waiting");
        assertThat(client.page().error()).isEqualTo("The mail is not through yet: we keep trying.");
    }

    @Test
    void tellsTheLastMinuteOfTheCodeAndThenItsEnd() {
        realm.configureStep(Map.of("codeLifetime", "60", "resendCooldown", "70"));
        assertThat(openCodePage().error()).isEqualTo("The code works for less than a minute more.");
        Patience.until("the code to expire", () -> client.reload().has("[data-state=expired]"));
        assertThat(client.page().error()).isEqualTo("The code has expired. Send a new one.");
        assertThat(client.page().isCodePage()).isFalse();
        assertThat(client.page().has(".pf-m-primary[name=resend]")).isTrue();
        assertThat(client.resend().error()).matches("You can get a new code in \\d+ seconds?\\.");
        assertThat(client.page().has("[data-state=expired]")).isTrue();
        Patience.untilResendIsOffered(client);
        assertThat(client.resend().error()).isEqualTo("Code 2 is on its way.");
    }

    @Nested
    @DisplayName("has one field for the code")
    class Field {

        @Test
        void thatPhonesFillFromTheMail() {
            Page page = openCodePage();
            assertThat(page.document().select("#email-otp-form input:not([type=hidden])"))
                    .hasSize(1);
            Element field = element(page, "input[name=oneTimeCode]");
            assertThat(field.attr("autocomplete")).isEqualTo("one-time-code");
            assertThat(field.attr("type")).isEqualTo("text");
            assertThat(field.attr("name") + field.attr("placeholder"))
                    .as("password managers take that for an address")
                    .doesNotContainIgnoringCase("mail");
            assertThat(field.hasAttr("maxlength")).as("a pasted sentence fits").isFalse();
            assertThat(page.document().select("label[for=oneTimeCode]").text()).isEqualTo("Code from the email");
        }

        @Test
        void withTheKeypadOfDigits() {
            assertThat(element(openCodePage(), "input[name=oneTimeCode]").attr("inputmode"))
                    .isEqualTo("numeric");
        }

        @Test
        void withTheKeyboardOfLettersWhereCodesHaveLetters() {
            realm.configureStep(Map.of("codeAlphabet", "letters-and-digits"));
            Page page = openCodePage();
            assertThat(element(page, "input[name=oneTimeCode]").attr("inputmode"))
                    .isEqualTo("text");
            assertThat(client.code("!").error()).contains("8 characters");
            String code = mail.awaitMail(user.email()).code();
            assertThat(client.code(code.toLowerCase(Locale.ROOT)).isLoggedIn()).isTrue();
        }
    }

    @Nested
    @DisplayName("tells what is wrong with an answer")
    class Errors {

        @Test
        void atTheFieldAndTiedToIt() {
            assertThat(element(openCodePage(), "input[name=oneTimeCode]").attr("aria-invalid"))
                    .isEqualTo("false");
            Page page = client.code(WRONG);
            Element field = element(page, "input[name=oneTimeCode]");
            assertThat(field.attr("aria-invalid")).isEqualTo("true");
            assertThat(field.attr("value")).as("the wrong code").isEmpty();
            assertThat(List.of(field.attr("aria-describedby").split(" ", -1)))
                    .startsWith("email-otp-notice")
                    .allSatisfy(id -> assertThat(text(page, "#" + id)).isNotBlank());
            assertThat(text(page, "#input-error-oneTimeCode")).startsWith("Wrong code:");
            assertThat(page.text()).as("the error, once").containsOnlyOnce("Wrong code:");
        }

        @Test
        void withTheTriesLeft() {
            realm.configureStep(Map.of("codeAttempts", "3"));
            assertThat(openCodePage().text()).doesNotContain("left");
            assertThat(client.code(WRONG).error()).endsWith("(2 tries left).");
            assertThat(client.reload().error()).isEqualTo("2 tries left.");
            assertThat(client.code(WRONG).error()).endsWith("(1 try left).");
            assertThat(client.reload().error()).isEqualTo("1 try left.");
        }

        @Test
        void withoutATryForWhatIsNoCode() {
            openCodePage();
            assertThat(client.code("1234567").error()).isEqualTo("Enter all 8 digits, as they stand in the email.");
            assertThat(client.code(" ").error()).isEqualTo("Enter the code from the email.");
            assertThat(client.code(WRONG).error()).endsWith("(4 tries left).");
        }

        @Test
        void andAfterTheLastTryHowToBeginAgain() {
            realm.configureStep(Map.of("codeAttempts", "1"));
            openCodePage();
            Page page = client.code(WRONG);
            assertThat(page.error())
                    .isEqualTo("There were too many wrong codes. Start the login again to get a new code.");
            assertThat(page.isCodePage()).isFalse();
            assertThat(page.has("[name=resend]")).isFalse();
            assertThat(element(page, "#email-otp-restart").attr("href")).contains("/login-actions/restart");
            assertThat(client.restart().isPasswordPage()).isTrue();
        }
    }

    @Nested
    @DisplayName("offers another code")
    class Resend {

        @Test
        void byAButtonThatWorksWithoutScripts() {
            Element button = element(openCodePage(), "#email-otp-form button[name=resend]");
            assertThat(button.attr("value")).isEqualTo("true");
            assertThat(button.hasAttr("disabled")).isFalse();
            assertThat(button.text()).isEqualTo("Send a new code");
        }

        @Test
        void butTheServerKeepsTheWait() {
            openCodePage();
            Page page = client.resend();
            assertThat(page.error()).matches("You can get a new code in \\d+ seconds\\.");
            assertThat(seconds(page, "[name=resend]", "data-wait")).isBetween(1, 30);
            assertThat(page.isCodePage()).isTrue();
            assertThat(mail.mailsTo(user.email())).hasSize(1);
        }

        @Test
        void afterTheSameWaitWhenTheMailCouldNotBeSent() {
            realm.configureStep(Map.of("delivery", "wait", "resendCooldown", "10"));
            mail.respond(Response.REJECT);
            client.openLogin();
            Page page = client.password(user);
            assertThat(page.error()).startsWith("Your mailbox did not take the mail");
            assertThat(page.isCodePage()).isFalse();

            mail.respond(Response.ACCEPT);
            Patience.untilResendIsOffered(client);
            assertThat(client.resend().isCodePage()).isTrue();
            assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                    .isTrue();
        }
    }

    @Test
    void tellsAUserWithoutAnAddressWhatToDo() {
        realm.admin().updateUser(realm.name(), user.id(), representation -> representation.put("email", ""));
        client.openLogin();
        Page page = client.password(user);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.error()).startsWith("Your account has no email address for codes.");
        assertThat(page.has("#email-otp-restart")).isTrue();
        assertThat(page.isCodePage()).isFalse();
    }

    /** There is none in this flow. */
    @Test
    void advisesNoOtherWayWhereThereIsNone() {
        realm.configureStep(Map.of("delivery", "wait"));
        mail.respond(Response.REJECT_CONTENT);
        client.openLogin();
        assertThat(client.password(user).error())
                .isEqualTo("We could not mail the code: our service has a problem. Try again later.");
    }

    private Page openCodePage() {
        client.openLogin();
        Page page = client.password(user);
        assertThat(page.isCodePage()).as(page.text()).isTrue();
        return page;
    }

    private static Element element(Page page, String cssSelector) {
        return assertThat(page.document().selectFirst(cssSelector))
                .as(cssSelector)
                .asInstanceOf(InstanceOfAssertFactories.type(Element.class))
                .isNotNull()
                .actual();
    }

    private static String text(Page page, String cssSelector) {
        return element(page, cssSelector).text();
    }

    private static int seconds(Page page, String cssSelector, String attribute) {
        return Integer.parseInt(element(page, cssSelector).attr(attribute));
    }
}
