package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.enums.HostnameVerificationPolicy;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;

@DisplayName("Beside Keycloak's own sender, setting by setting, the session")
class SameSessionAsKeycloakTest extends BesideKeycloak {

    private static final String TRUSTSTORE = "mail.smtp.ssl.socketFactory";
    private static final String JAVAS_SOCKETS =
            SSLSocketFactory.getDefault().getClass().getName();

    /** What the newest Keycloak sets whatever the settings, and the oldest does not know. */
    private static final Set<String> NEW_SINCE_OLDEST = Set.of("mail.smtp.writetimeout", "mail.from");

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
        assertThat(ours).containsKey(TRUSTSTORE).isEqualTo(sessionOf(own(KeycloaksOwnSender.NEWEST)));
    }

    @Test
    void trustsWhomJavaTrustsIfKeycloakHasNoTruststore() {
        pooled.keycloak.truststore = Optional.empty();
        settings.put("ssl", "true");
        assertThat(withoutOurs(sessionOf(pooled.provider())))
                .doesNotContainKey(TRUSTSTORE)
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

    /** Angus would not fall back to Java's own truststore either. */
    @Test
    void hasNoOtherSocketsThanThoseOfTheTruststoreWhereTlsBeginsAtOnce() {
        settings.put("ssl", "true");
        assertThat(sessionOf(pooled.provider()))
                .containsEntry(TRUSTSTORE, PromptTlsSockets.class.getName())
                .doesNotContainKeys("mail.smtp.socketFactory", "mail.smtp.socketFactory.fallback");
    }

    @ParameterizedTest
    @CsvSource({"timeout, 0", "timeout, never", "connectionTimeout, -1", "writeTimeout, ''"})
    void differsInThatNobodyWaitsForEver(String key, String value) {
        settings.put(key, value);
        assertThat(sessionOf(pooled.provider())).containsEntry("mail.smtp." + key.toLowerCase(Locale.ROOT), "10000");
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
        // Ours puts those of the truststore, which are Java's, into others that hold nothing back.
        session.replace(TRUSTSTORE, PromptTlsSockets.class.getName(), JAVAS_SOCKETS);
        session.remove("mail.smtp.quitwait");
        session.remove("mail.smtp.socketFactory");
        session.remove("mail.smtp.socketFactory.fallback");
        session.remove("mail.smtp.starttls.required");
        return session;
    }
}
