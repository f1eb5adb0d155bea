package io.github.emailotp.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.mail.real.AnsweringMachine;
import io.github.emailotp.server.mail.real.AnsweringMachine.Guard;
import io.github.emailotp.server.mail.real.Exim;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A mail to somebody whose procmail answers for them")
@Tag("real-mail-servers")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnsweringMachineIT {

    private static final Pattern SIGNS =
            Pattern.compile("(?m)^(Precedence|List-Id|Auto-Submitted|X-Auto-Response-Suppress):.*\\R");

    private static String arrived;

    /** As a real mail server has it, with the headers that a sender has by default. */
    @BeforeAll
    static void send() {
        try (Exim exim = new Exim();
                RealDeliveries deliveries = new RealDeliveries(Optional.empty(), Duration.ofMinutes(1), Map.of())) {
            RealDeliveries.requireOnce(List.of(deliveries.put("realm", exim.settings())), exim.mails());
            arrived = exim.mails().texts().get(0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FROM_DAEMON", "LISTS", "PROGRAMS"})
    void isNotAnswered(Guard guard) {
        try (AnsweringMachine machine = new AnsweringMachine(guard)) {
            assertThat(machine.receive(arrived)).as(machine.log()).isEmpty();
        }
    }

    /** So the machine can answer: with the subject, which may hold a code. */
    @ParameterizedTest
    @EnumSource
    void wouldBeAnsweredWithoutTheSigns(Guard guard) {
        try (AnsweringMachine machine = new AnsweringMachine(guard)) {
            assertThat(machine.receive(SIGNS.matcher(arrived).replaceAll("")))
                    .contains("To: login@example.test", "Subject: Re: Subject", "I am away.");
        }
    }

    /** Nothing helps against one that looks at nothing. */
    @Test
    void isAnsweredByOneWithoutAGuard() {
        try (AnsweringMachine machine = new AnsweringMachine(Guard.NONE)) {
            assertThat(machine.receive(arrived)).contains("I am away.");
        }
    }
}
