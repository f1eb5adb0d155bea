package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.enums.HostnameVerificationPolicy;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;

@DisplayName("Beside Keycloak's own sender, setting by setting,")
class SameAsKeycloakTest {

    private static final String ALICE = "alice@example.test";

    /** What the newest Keycloak sets whatever the settings, and the oldest does not know. */
    private static final Set<String> NEW_SINCE_OLDEST = Set.of("mail.smtp.writetimeout", "mail.from");

    private final MailServer server = MailServer.plain();
    private final TestSender pooled = new TestSender(TestSender.LIMITS);
    private final Map<String, String> settings = new HashMap<>(server.smtpSettings());

    @BeforeEach
    void trust() throws Exception {
        KeyStore empty = KeyStore.getInstance(KeyStore.getDefaultType());
        empty.load(null, null);
        pooled.keycloak.truststore = Optional.of(empty);
        settings.putAll(Map.of("user", "mailer", "password", "secret"));
    }

    @AfterEach
    void stop() {
        pooled.close();
        server.close();
    }

    @Nested
    @DisplayName("the session")
    class SessionProperties {

        @ParameterizedTest
        @CsvSource({
            "host, 127.0.0.1",
            "port, 1",
            "port, ''",
            "auth, true",
            "auth, false",
            "authType, basic",
            "authType, token",
            "ssl, true",
            "starttls, true",
            "starttls, TRUE",
            "envelopeFrom, bounces@example.test",
            "envelopeFrom, ' '",
            "debug, true",
            "allowutf8, true",
            "timeout, 1234",
            "connectionTimeout, 1235",
            "writeTimeout, 1236",
            "from, login@bücher.test",
            "unknown, value",
        })
        void isThatOfTheNewest(String key, String value) {
            settings.put(key, value);
            assertThat(withoutOurs(sessionOf(pooled.provider()))).isEqualTo(sessionOf(own(KeycloaksOwnSender.NEWEST)));
        }

        @ParameterizedTest
        @CsvSource({
            "host, 127.0.0.1",
            "port, 1",
            "auth, true",
            "ssl, true",
            "starttls, true",
            "envelopeFrom, bounces@example.test",
        })
        void hasAllOfTheOldest(String key, String value) {
            settings.put(key, value);
            Map<String, String> ours = withoutOurs(sessionOf(pooled.provider()));
            ours.keySet().removeAll(NEW_SINCE_OLDEST);
            assertThat(ours).isEqualTo(sessionOf(own(KeycloaksOwnSender.OLDEST)));
        }

        @ParameterizedTest
        @EnumSource(HostnameVerificationPolicy.class)
        void trustsWhomKeycloakTrusts(HostnameVerificationPolicy policy) {
            pooled.keycloak.policy = policy;
            settings.put("ssl", "true");
            Map<String, String> ours = withoutOurs(sessionOf(pooled.provider()));
            assertThat(ours)
                    .containsKey("mail.smtp.ssl.socketFactory")
                    .isEqualTo(sessionOf(own(KeycloaksOwnSender.NEWEST)));
        }

        @Test
        void trustsWhomJavaTrustsIfKeycloakHasNoTruststore() {
            pooled.keycloak.truststore = Optional.empty();
            settings.put("ssl", "true");
            assertThat(withoutOurs(sessionOf(pooled.provider())))
                    .doesNotContainKey("mail.smtp.ssl.socketFactory")
                    .isEqualTo(sessionOf(own(KeycloaksOwnSender.NEWEST)));
        }

        @Test
        void differsInThatStarttlsIsRequiredAndInThatNothingIsHeldBack() {
            Map<String, String> clear = sessionOf(pooled.provider());
            assertThat(clear).containsEntry("mail.smtp.quitwait", "false");
            assertThat(clear)
                    .containsEntry("mail.smtp.socketFactory", PromptSockets.class.getName())
                    .containsEntry("mail.smtp.socketFactory.fallback", "false");
            assertThat(clear).doesNotContainKey("mail.smtp.starttls.required");
            settings.put("starttls", "true");
            assertThat(sessionOf(pooled.provider())).containsEntry("mail.smtp.starttls.required", "true");
        }

        @ParameterizedTest
        @CsvSource({"timeout, 0", "timeout, never", "connectionTimeout, -1", "writeTimeout, ''"})
        void differsInThatNobodyWaitsForEver(String key, String value) {
            settings.put(key, value);
            assertThat(sessionOf(pooled.provider()))
                    .containsEntry("mail.smtp." + key.toLowerCase(Locale.ROOT), "10000");
        }

        /** The session that a sender makes for these settings; whether the mail gets through does not count. */
        private Map<String, String> sessionOf(EmailSenderProvider sender) {
            RecordingTransport.forget();
            try {
                sender.send(settings, ALICE, "Subject", "Text", "<p>HTML</p>");
            } catch (EmailException refused) {
                assertThat(RecordingTransport.sessions()).as(refused.toString()).isNotEmpty();
            }
            return new TreeMap<>(RecordingTransport.sessions().get(0));
        }

        private Map<String, String> withoutOurs(Map<String, String> session) {
            session.remove("mail.smtp.quitwait");
            session.remove("mail.smtp.socketFactory");
            session.remove("mail.smtp.socketFactory.fallback");
            session.remove("mail.smtp.starttls.required");
            return session;
        }
    }

    @Nested
    @DisplayName("the mail")
    class Message {

        private String subject = "Subject";
        private String text = "Text";
        private String html = "<p>HTML</p>";

        @ParameterizedTest
        @CsvSource({
            "fromDisplayName, Login",
            "fromDisplayName, Größe & Ähre",
            "fromDisplayName, ' '",
            "replyTo, help@example.test",
            "replyTo, ''",
            "envelopeFrom, bounces@example.test",
            "from, 'o''neil+login@example.test'",
        })
        void isThatOfBoth(String key, String value) throws EmailException {
            settings.put(key, value);
            settings.put("replyToDisplayName", "Hilfe für alle");
            requireSame(KeycloaksOwnSender.OLDEST, ALICE);
            requireSame(KeycloaksOwnSender.NEWEST, ALICE);
        }

        @Test
        void isThatOfBothInEveryScript() throws EmailException {
            subject = "Ihr Code für «Ñandú» " + "lang ".repeat(40) + "ログイン";
            text = "Größe: 1234-5678\nログイン\n.\n" + "x".repeat(1_200);
            html = "<p>ログイン</p>";
            requireSame(KeycloaksOwnSender.OLDEST, ALICE);
            requireSame(KeycloaksOwnSender.NEWEST, ALICE);
        }

        @Test
        void isThatOfBothWithOnePart() throws EmailException {
            text = null;
            requireSame(KeycloaksOwnSender.OLDEST, ALICE);
            text = "Text";
            html = null;
            requireSame(KeycloaksOwnSender.NEWEST, ALICE);
        }

        @Test
        void writesDomainsAsTheNewest() throws EmailException {
            settings.putAll(Map.of("from", "login@bücher.test", "replyTo", "help@größe.test"));
            requireSame(KeycloaksOwnSender.NEWEST, "alice@ähre.test");
            assertThat(server.mails().get(0).envelope().to()).containsExactly("alice@xn--hre-pla.test");
        }

        @Test
        void mayBeUtf8AsThatOfTheNewest() throws EmailException {
            settings.putAll(Map.of("allowutf8", "true", "from", "jürgen@bücher.test", "replyTo", "hélène@größe.test"));
            requireSame(KeycloaksOwnSender.NEWEST, ALICE);
        }

        @ParameterizedTest
        @CsvSource({"from, nobody", "from, bücher@example.test", "replyTo, nobody", "authType, magic"})
        void isNotSentWithSettingsThatTheNewestRefuses(String key, String value) {
            settings.putAll(Map.of("auth", "true", key, value));
            for (EmailSenderProvider sender :
                    new EmailSenderProvider[] {own(KeycloaksOwnSender.NEWEST), pooled.provider()}) {
                assertThatThrownBy(() -> send(sender, ALICE)).isInstanceOf(EmailException.class);
            }
        }

        private void requireSame(KeycloaksOwnSender keycloak, String to) throws EmailException {
            server.clear();
            send(pooled.provider(), to);
            send(own(keycloak), to);
            ReceivedMail ours = server.mails().get(0);
            ReceivedMail theirs = server.mails().get(1);
            assertThat(steady(ours)).isEqualTo(steady(theirs));
            assertThat(ours.envelope().from()).isEqualTo(theirs.envelope().from());
            assertThat(ours.envelope().to()).isEqualTo(theirs.envelope().to());
        }

        private void send(EmailSenderProvider sender, String to) throws EmailException {
            sender.send(settings, to, subject, text, html);
        }

        /** Without what differs from mail to mail, and without what only ours have. */
        private String steady(ReceivedMail mail) {
            Predicate<String> own = line -> line.startsWith("Auto-Submitted: ") || line.startsWith("X-Auto-Response");
            return mail.source()
                    .replaceAll("----=_Part_[0-9_.]+", "boundary")
                    .replaceAll("(?m)^Date: .*$", "Date")
                    .replaceAll("(?m)^Message-ID: .*$", "Message-ID")
                    .lines()
                    .filter(own.negate())
                    .collect(Collectors.joining("\n"));
        }
    }

    private EmailSenderProvider own(KeycloaksOwnSender keycloak) {
        return keycloak.of(pooled.keycloak.session());
    }
}
