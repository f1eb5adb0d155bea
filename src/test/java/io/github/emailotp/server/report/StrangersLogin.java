package io.github.emailotp.server.report;

import io.github.emailotp.server.harness.AtOnce;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody who knows the password has had a code mailed to an account's owner, with a link by which the owner can tell.
 *
 * @param browser the stranger's
 * @param received the owner's mail
 */
public record StrangersLogin(TestRealm realm, TestUser owner, LoginClient browser, ReceivedMail received) {

    public static final Map<String, String> WITH_LINK = Map.of("reportLink", "true");

    private static final Pattern LINK = Pattern.compile("https?://\\S+/email-otp/reports/[0-9a-f]{32}(?=\\s)");
    private static final String FORM = "application/x-www-form-urlencoded";

    /** By the password, from an address of its own. */
    static StrangersLogin begin(TestRealm realm, MailServer mail, TestUser owner) {
        return begin(realm, mail, owner, realm.newClient());
    }

    static StrangersLogin begin(TestRealm realm, MailServer mail, TestUser owner, LoginClient browser) {
        int mails = mail.mailsTo(owner.email()).size();
        browser.openLogin();
        browser.password(owner);
        mail.awaitMail(owner.email(), mails + 1);
        return new StrangersLogin(
                realm, owner, browser, mail.mailsTo(owner.email()).get(mails));
    }

    /** The link in it. */
    public static URI link(ReceivedMail received) {
        Matcher link = LINK.matcher(received.text());
        if (!link.find()) {
            throw new AssertionError("no link in the text part:\n" + received.text());
        }
        return URI.create(link.group());
    }

    URI link() {
        return link(received);
    }

    /** Types the mailed code, as whoever has talked the owner into telling it. */
    Page logIn() {
        return browser.code(received.code());
    }

    /** The owner presses the button, in a browser that has never been here. */
    public Page report() {
        return report(realm.newClient());
    }

    Page report(LoginClient reporter) {
        return post(reporter, link());
    }

    static Page post(LoginClient reporter, URI link) {
        return reporter.post(link, FORM, "");
    }

    List<Page> reportAtOnce(int times) {
        return AtOnce.call(Stream.generate(realm::newClient)
                .limit(times)
                .<Callable<Page>>map(client -> () -> report(client))
                .toList());
    }

    /** How often the owner was heard, as the events tell. */
    long reports() {
        return realm.events(owner).stream()
                .filter(event -> event.path("error").asText().equals("email_otp_reported"))
                .count();
    }

    /** The newest word of it. */
    String detail(String name) {
        return realm.events(owner).stream()
                .filter(event -> event.path("error").asText().equals("email_otp_reported"))
                .findFirst()
                .orElseThrow()
                .path("details")
                .path(name)
                .asText();
    }

    /** What the owner has to do at the next login. */
    public List<String> requiredActions() {
        return Stream.of(realm.admin()
                        .get(realm.name() + "/users/" + owner.id())
                        .path("requiredActions")
                        .toString()
                        .split("\\W+"))
                .filter(action -> !action.isEmpty())
                .toList();
    }
}
