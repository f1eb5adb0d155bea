package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.enums.HostnameVerificationPolicy;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;

@DisplayName("Beside Keycloak's own sender, setting by setting, the session")
class SameSessionAsKeycloakTest extends BesideKeycloak {

    private static final String TRUSTSTORE = "mail.smtp.ssl.socketFactory";

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
    void isThatOfTheNewest(String key, String value) throws EmailException {
        settings.put(key, value);
        assertThat(withoutOurs(ours())).isEqualTo(sessionOf(own(KeycloaksOwnSender.NEWEST)));
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
    void hasAllOfTheOldest(String key, String value) throws EmailException {
        settings.put(key, value);
        Map<String, String> ours = withoutOurs(ours());
        ours.keySet().removeAll(NEW_SINCE_OLDEST);
        assertThat(ours).isEqualTo(sessionOf(own(KeycloaksOwnSender.OLDEST)));
    }

    @ParameterizedTest
    @EnumSource(HostnameVerificationPolicy.class)
    void trustsWhomKeycloakTrusts(HostnameVerificationPolicy policy) throws EmailException {
        pooled.keycloak.policy = policy;
        settings.put("ssl", "true");
        Map<String, String> ours = withoutOurs(ours());
        assertThat(ours).containsKey(TRUSTSTORE).isEqualTo(sessionOf(own(KeycloaksOwnSender.NEWEST)));
    }

    @Test
    void trustsWhomJavaTrustsIfKeycloakHasNoTruststore() throws EmailException {
        pooled.keycloak.truststore = Optional.empty();
        settings.put("ssl", "true");
        assertThat(withoutOurs(ours()))
                .doesNotContainKey(TRUSTSTORE)
                .isEqualTo(sessionOf(own(KeycloaksOwnSender.NEWEST)));
    }

    @Test
    void differsInThatStarttlsIsRequired() throws EmailException {
        assertThat(ours())
                .containsEntry("mail.smtp.quitwait", "false")
                .doesNotContainKey("mail.smtp.starttls.required");
        settings.put("starttls", "true");
        assertThat(ours()).containsEntry("mail.smtp.starttls.required", "true");
    }

    @ParameterizedTest
    @CsvSource({"timeout, 0", "timeout, never", "connectionTimeout, -1", "writeTimeout, ''"})
    void differsInThatNobodyWaitsForEver(String key, String value) throws EmailException {
        settings.put(key, value);
        assertThat(ours()).containsEntry("mail.smtp." + key.toLowerCase(Locale.ROOT), "10000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout", "connectionTimeout", "writeTimeout"})
    void differsInThatNobodyWaitsForDays(String key) throws EmailException {
        settings.put(key, "999999999");
        assertThat(ours()).containsEntry("mail.smtp." + key.toLowerCase(Locale.ROOT), "30000");
    }

    private Map<String, String> ours() throws EmailException {
        var provider = (PooledEmailSenderProvider) pooled.provider();
        return RecordingTransport.texts(provider.properties(settings, MailAddresses.of(settings, ALICE)));
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
        session.remove("mail.smtp.starttls.required");
        return session;
    }
}
