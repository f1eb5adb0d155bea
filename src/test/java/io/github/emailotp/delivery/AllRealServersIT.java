package io.github.emailotp.delivery;

import static io.github.emailotp.delivery.RealDeliveries.requireOnce;

import io.github.emailotp.delivery.RealDeliveries.Mail;
import io.github.emailotp.server.mail.TokenEndpoint;
import io.github.emailotp.server.mail.real.Exim;
import io.github.emailotp.server.mail.real.Maildir;
import io.github.emailotp.server.mail.real.OpenSmtpd;
import io.github.emailotp.server.mail.real.Postfix;
import io.github.emailotp.server.mail.real.Sendmail;
import io.github.emailotp.server.mail.real.Sendmail.Limit;
import io.github.emailotp.server.mail.real.Temper;
import io.github.emailotp.server.mail.real.TokenSubmission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Mails to all real mail servers at the same time")
@Tag("real-mail-servers")
@Timeout(value = 500, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllRealServersIT {

    private static final int MAILS = 900;

    /** All that take mails in the end. */
    private static final EnumSet<Temper> TEMPERS = EnumSet.range(Temper.PLAIN, Temper.GREYLISTING);

    static {
        TEMPERS.removeAll(EnumSet.of(Temper.ONLY_CRAM_MD5, Temper.ONLY_SCRAM));
        TEMPERS.add(Temper.SCREENING);
    }

    private record Server(Map<String, String> settings, Maildir arrived) {}

    private static Map<String, Server> servers(Postfix postfix, Exim exim, Exim limited, OpenSmtpd openSmtpd) {
        Map<String, Server> servers = new LinkedHashMap<>();
        TEMPERS.forEach(
                temper -> servers.put("Postfix " + temper, new Server(postfix.settings(temper), postfix.mails())));
        servers.put("Dovecot", new Server(postfix.settingsOfSubmission(), postfix.mails()));
        servers.put("Exim", new Server(exim.settings(), exim.mails()));
        servers.put("Exim, 3 a connection", new Server(exim.settingsOfThreeMailsAConnection(), exim.mails()));
        // One daemon counts the connections of all its ports.
        servers.put("Exim, 2 connections", new Server(limited.settingsOfTwoConnections(), limited.mails()));
        servers.put("OpenSMTPD", new Server(openSmtpd.settings(), openSmtpd.mails()));
        return servers;
    }

    /** The servers take turns. */
    @Test
    void areNeitherLostNorDoubledNorLate() {
        try (Postfix postfix = new Postfix();
                Exim exim = new Exim();
                Exim limited = new Exim();
                OpenSmtpd openSmtpd = new OpenSmtpd();
                Sendmail sendmail = new Sendmail(Limit.CONNECTIONS);
                TokenEndpoint tokens = new TokenEndpoint();
                TokenSubmission submission = new TokenSubmission(tokens, postfix);
                RealDeliveries deliveries = new RealDeliveries(
                        Optional.of(postfix.truststore()),
                        Duration.ofMinutes(5),
                        Map.of("ehloName", "login.example.test"))) {
            Map<String, Server> servers = servers(postfix, exim, limited, openSmtpd);
            servers.put("Sendmail, 2 connections", new Server(sendmail.settings(), sendmail.mails()));
            servers.put("Dovecot, with tokens", new Server(submission.settings(tokens), postfix.mails()));
            List<String> names = List.copyOf(servers.keySet());
            Map<String, List<Mail>> mails = new LinkedHashMap<>();
            for (int i = 0; i < MAILS; i++) {
                String name = names.get(i % names.size());
                mails.computeIfAbsent(name, ignored -> new ArrayList<>())
                        .add(deliveries.put(name, servers.get(name).settings()));
            }
            mails.forEach((name, own) -> {
                requireOnce(own, servers.get(name).arrived());
                RealDeliveries.print(name, own);
            });
        }
    }
}
