package io.github.emailotp.server;

import io.github.emailotp.server.mail.RawServer;
import io.github.emailotp.server.mail.TokenEndpoint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Why a mail does not arrive, and what the page says of it: each reason of {@code docs/events.md}, or why no browser shows it. */
public final class MailTroubles {

    static final String MAILBOX = "Your mailbox did not take the mail";
    static final String NOT_YET = "The mail is not through yet: we keep trying.";
    static final String SERVICE = "We could not mail the code: our service has a problem.";

    private static final String DEAD_SERVER = "it takes the end of a server";

    private MailTroubles() {}

    /**
     * What a mail server does, and what people read of it.
     *
     * @param sentence empty if nothing is said of the mail
     * @param reason as the event has it, without the code of a reply
     */
    record Trouble(String sentence, String reason, Case of) {

        @Override
        public String toString() {
            return reason + ": " + of.name();
        }
    }

    /** One way to it. */
    record Case(String name, Preparation preparation) {}

    /** Makes a server so, and answers the realm's SMTP settings. */
    @FunctionalInterface
    interface Preparation {
        Map<String, String> settings(RawServer server, TokenEndpoint tokens);
    }

    private static Trouble reply(String sentence, String reason, String command, String reply) {
        return new Trouble(
                sentence,
                reason,
                new Case(
                        command + " " + reply,
                        (server, tokens) -> server.on(command, reply).settings()));
    }

    private static Trouble setting(String sentence, String reason, String... settings) {
        return new Trouble(
                sentence,
                reason,
                new Case(
                        String.join(" ", settings),
                        (server, tokens) -> server.offering("AUTH PLAIN")
                                .on("AUTH", "535 5.7.8 no")
                                .settings(settings)));
    }

    private static Trouble token(String sentence, String reason, int answer) {
        return new Trouble(sentence, reason, new Case("token endpoint says " + answer, (server, tokens) -> {
            tokens.answer(answer);
            Map<String, String> settings =
                    new HashMap<>(server.offering("AUTH XOAUTH2").settings("auth", "true"));
            settings.putAll(tokens.smtpSettings("secret"));
            return settings;
        }));
    }

    /** One of each sentence, and what says nothing. */
    static Stream<Trouble> firstOfEachSentence() {
        Set<String> said = new HashSet<>();
        return all().filter(trouble -> said.add(trouble.sentence()));
    }

    static Stream<Trouble> others() {
        List<String> first = firstOfEachSentence().map(Trouble::toString).toList();
        return all().filter(trouble -> !first.contains(trouble.toString()));
    }

    /** All that a browser shows. */
    static Stream<Trouble> all() {
        return Stream.of(
                reply(MAILBOX, "no_mailbox", "RCPT", "550 5.1.1 no such user"),
                reply(MAILBOX, "mailbox_full", "RCPT", "552 5.2.2 mailbox full"),
                reply(SERVICE, "ehlo_name", "EHLO", "504 5.5.2 need a fully qualified name"),
                reply(SERVICE, "authentication", "MAIL", "530 5.7.0 authentication required"),
                reply(SERVICE, "starttls_required", "MAIL", "530 5.7.0 Must issue a STARTTLS command"),
                reply(SERVICE, "sender_refused", "MAIL", "553 5.7.1 sender address not yours"),
                reply(SERVICE, "permanent_reply", "RCPT", "550 5.7.1 relaying denied"),
                reply(SERVICE, "permanent_reply", RawServer.END, "554 5.7.1 looks like spam"),
                setting(SERVICE, "bad_configuration", "host", "no host"),
                setting(SERVICE, "starttls_missing", "starttls", "true"),
                setting(SERVICE, "tls", "ssl", "true"),
                setting(SERVICE, "authentication", "auth", "true", "user", "login", "password", "wrong"),
                new Trouble(
                        SERVICE,
                        "no_login_method",
                        new Case(
                                "AUTH CRAM-MD5 only",
                                (server, tokens) -> server.offering("AUTH CRAM-MD5")
                                        .settings("auth", "true", "user", "login", "password", "right"))),
                token(SERVICE, "token_refused", 401),
                token(NOT_YET, "token_unavailable", 503),
                reply(NOT_YET, "not_now", RawServer.GREETING, "421 4.3.2 too many connections"),
                reply(NOT_YET, "not_now", "MAIL", "451 4.7.1 too many messages per hour"),
                reply(NOT_YET, "transient_reply", "MAIL", "451 4.3.0 try again later"),
                reply(NOT_YET, "transient_reply", "RCPT", "450 4.2.0 greylisted"),
                reply(NOT_YET, "mailbox_full", "RCPT", "452 4.2.2 over quota"),
                reply(NOT_YET, "transient_reply", RawServer.END, "451 4.3.0 out of memory"),
                setting(NOT_YET, "unreachable", "port", "1"),
                new Trouble(
                        NOT_YET,
                        "timeout",
                        new Case(
                                "no greeting",
                                (server, tokens) -> server.on(RawServer.GREETING, server.silence())
                                        .settings("timeout", "1000"))),
                new Trouble(
                        "",
                        "maybe_accepted",
                        new Case(
                                "hangs up after the mail",
                                (server, tokens) -> server.on(RawServer.END, RawServer.hangUp())
                                        .settings())));
    }

    /** Those that need more than a mail server: tests of their own in {@link MailTroubleIT} and {@link FullOutboxIT}. */
    static final List<String> OF_OTHER_CAUSES = List.of("address_changed", "rendering", "outbox_full", "too_late");

    /** Reasons without a browser, and why. */
    public static final Map<String, String> WITHOUT_A_BROWSER = Map.ofEntries(
            Map.entry("account_gone", "Keycloak ends such a login with a page of its own: MailTroubleIT"),
            Map.entry("not_ready", "a vault that fails: BeforeAnythingIsSentTest"),
            Map.entry("internal", "a database or user store that is away: MailJobTest, LdapIT"),
            Map.entry("server_stopped", DEAD_SERVER + ": OutboxShutdownTest"),
            Map.entry("superseded", "the page tells of the newer code: OutboxTest"),
            Map.entry("settled", "the login is over, and has no page: MailJobTest"),
            Map.entry("bad_address", "Keycloak takes no such address: SmtpFailureTest"),
            Map.entry("other", "nothing that is known comes to it"));

    /** All reasons that a browser shows. */
    public static List<String> shown() {
        return Stream.concat(all().map(Trouble::reason), OF_OTHER_CAUSES.stream())
                .distinct()
                .toList();
    }
}
