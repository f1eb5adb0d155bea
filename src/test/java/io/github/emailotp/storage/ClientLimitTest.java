package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What attackers and offices get with a limit for an IP address, and without one: the table of {@code docs/security.md}. */
@DisplayName("A limit on mails for one client network")
class ClientLimitTest extends ClaimsOnMails {

    private static final int PER_HOUR = 30;
    private static final Duration TURN = Duration.ofMinutes(5);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String ONE = "192.0.2.1";

    /** Who has passwords of so many people, and asks for their codes as often as is allowed. */
    @ParameterizedTest
    @CsvSource({"1, 1", "60, 1", "60, 20"})
    void keepsNoMailFromAMailbox(int passwords, int addresses) throws IOException {
        requireRow(
                "%d known password%s, asked for from %d address%s: mails to one mailbox in a day"
                        .formatted(passwords, passwords > 1 ? "s" : "", addresses, addresses > 1 ? "es" : ""),
                mostToAMailbox(passwords, addresses, policy(Optional.empty())),
                mostToAMailbox(passwords, addresses, policy(Optional.of(PER_HOUR))));
    }

    /** And nobody has typed a code yet when the last one asks. */
    @Test
    void shutsOutAnOffice() throws IOException {
        requireRow(
                "1,000 people of an office who log in at nine: codes mailed",
                mailedTo(1000, policy(Optional.empty())),
                mailedTo(1000, policy(Optional.of(PER_HOUR))));
    }

    private int mostToAMailbox(int passwords, int addresses, OtpPolicy policy) {
        int[] mails = new int[passwords];
        int asked = 0;
        clock.advance(Duration.ofDays(2));
        for (Duration passed = Duration.ZERO; passed.compareTo(DAY) < 0; passed = passed.plus(TURN)) {
            for (int victim = 0; victim < passwords; victim++) {
                boolean more = true;
                while (more) {
                    more = granted(ask("victim" + victim, "192.0.2." + asked++ % addresses, policy));
                    mails[victim] += more ? 1 : 0;
                }
            }
            clock.advance(TURN);
        }
        return IntStream.of(mails).max().orElseThrow();
    }

    private int mailedTo(int people, OtpPolicy policy) {
        clock.advance(Duration.ofDays(2));
        return (int) IntStream.range(0, people)
                .filter(person -> granted(ask("person" + person, ONE, policy)))
                .count();
    }

    private SendQuota.Permit ask(String who, String address, OtpPolicy policy) {
        return quota(Acquaintance.STRANGER, address).claim(login(who + "@example.test"), 0, List.of(), policy);
    }

    private static OtpPolicy policy(Optional<Integer> perHourAndClient) {
        MailLimits defaults = EmailOtpSettings.read(Factor.SECOND, Map.of(), warning -> {})
                .policy()
                .mails();
        return policy(new MailLimits(
                defaults.perAddress(),
                perHourAndClient.map(mails -> new RateLimit(mails, MailLimits.HOUR)),
                defaults.perRealm()));
    }

    private static void requireRow(String what, int without, int with) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("docs", "security.md"))) {
            assertThat(lines).contains("| %s | %,d | %,d |".formatted(what, without, with));
        }
    }
}
