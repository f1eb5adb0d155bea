package io.github.emailotp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is posted: a clean page, no try lost, and the right code still works. */
@ExtendWith(KeycloakExtension.class)
@DisplayName("Hostile input")
class HostileInputIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final TestRealm realm;
    private final MailServer mail;
    private TestUser user;
    private LoginClient client;

    HostileInputIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void askForACode() {
        user = realm.newUser();
        client = realm.newClient();
        client.openLogin();
        client.password(user);
        mail.awaitMail(user.email());
    }

    static Stream<Arguments> bodies() {
        return Stream.concat(Stream.of("oneTimeCode", "resend").flatMap(HostileInputIT::bodies), noCodes());
    }

    private static Stream<Arguments> noCodes() {
        return Stream.of(
                noCode("a telephone number", "+49 30 1234 5678"),
                noCode("another telephone number", "030 12345678"),
                noCode("an address", "12345678@example.test"),
                noCode("a date", "2026-01-15"),
                noCode("a card", "4111 1111 1111 1111"),
                noCode("a password", "hunter-12345678"),
                noCode("one digit more", "123456789"),
                noCode("two codes", "12345678 87654321"));
    }

    private static Arguments noCode(String what, String typed) {
        return Arguments.of("oneTimeCode", what, FORM, "oneTimeCode=" + encode(typed));
    }

    private static Stream<Arguments> bodies(String field) {
        return Stream.of(
                Arguments.of(field, "10,000 characters", FORM, field + "=" + "7".repeat(10_000)),
                Arguments.of(field, "no field at all", FORM, "other=1"),
                Arguments.of(field, "an empty body", FORM, ""),
                Arguments.of(field, "the field thirty times", FORM, (field + "=1234&").repeat(30)),
                Arguments.of(field, "control characters", FORM, field + "=%01%02%1b%5b31m%07%7f%0d%0a"),
                Arguments.of(
                        field,
                        "markup",
                        FORM,
                        field + "=" + encode("\"><script>alert(1)</script><img src=x onerror=a>")),
                Arguments.of(field, "emoji", FORM, field + "=" + encode("😀👩‍👩‍👧‍👦🏳️‍🌈")),
                Arguments.of(field, "right-to-left marks", FORM, field + "=" + encode("\u202e\u200f1234\u2066")),
                Arguments.of(field, "NUL", FORM, field + "=%00%0012345"),
                Arguments.of(field, "broken UTF-8", FORM, field + "=%ff%fe%c3%28"),
                Arguments.of(
                        field, "a template", FORM, field + "=" + encode("${1234*4321}#{1234*4321}{0}<#assign x=1>")),
                Arguments.of(field, "a wrong content type", "application/json", "{\"" + field + "\":\"1\"}"),
                Arguments.of(field, "no content type to speak of", "text/plain", field + "=1"),
                Arguments.of(
                        field,
                        "a multipart body",
                        "multipart/form-data; boundary=b",
                        "--b\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\n1\r\n--b--\r\n"));
    }

    @ParameterizedTest(name = "in {0}: {1}")
    @MethodSource("bodies")
    void getsACleanPageAndCostsNoTry(String field, String what, String contentType, String body) {
        Page page = client.post(client.page().action(Set.of("oneTimeCode")), contentType, body);

        assertClean(page);
        assertThat(page.isLoggedIn()).isFalse();
        assertThat(mail.mailsTo(user.email())).hasSize(1);
        logsInWithTheRightCode();
    }

    @Test
    void asAHugeFormIsRefusedWithoutHarm() {
        URI action = client.page().action(Set.of("oneTimeCode"));
        Page before = client.page();
        Page page = client.post(action, FORM, "oneTimeCode=" + "7".repeat(3_000_000));

        assertThat(page.status()).isLessThan(500);
        assertThat(page.isLoggedIn()).isFalse();
        client.get(before.reloadAddress());
        logsInWithTheRightCode();
    }

    @Test
    void withHundredsOfFieldsDoesNoHarm() {
        Page before = client.page();
        StringBuilder body = new StringBuilder("oneTimeCode=1");
        for (int i = 0; i < 900; i++) {
            body.append("&f").append(i).append("=x");
        }
        Page page = client.post(before.action(Set.of("oneTimeCode")), FORM, body.toString());

        assertClean(page);
        logsInWithTheRightCode();
    }

    private void logsInWithTheRightCode() {
        assertThat(client.code(mail.awaitMail(user.email()).code()).isLoggedIn())
                .isTrue();
    }

    private static void assertClean(Page page) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.isCodePage()).isTrue();
        assertThat(page.text()).as("a try is lost").doesNotContain("tries left");
        assertThat(page.document().select("script:containsData(alert(1)), img[src=x]"))
                .isEmpty();
        assertThat(page.text()).doesNotContain("5332114", "5,332,114", "Exception", "FreeMarker");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
