package io.github.emailotp.flow.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the console shows of the step where an administrator adds it to a flow. */
@DisplayName("The step's help")
class EmailOtpAuthenticatorFactoryTest {

    private final String help = new EmailOtpAuthenticatorFactory().getHelpText();

    @Test
    void saysHowToSetItWhereItStandsAlone() {
        assertThat(help).contains("Set it to Required");
    }

    @Test
    void saysHowToSetItBesideOtherSecondFactors() {
        assertThat(help).contains("in one sub-flow, set it and every one of them to Alternative");
    }

    @Test
    void saysWhatGoesWrongOtherwise() {
        assertThat(help)
                .contains("beside a Required step, an Alternative one is never asked")
                .contains("'Condition - user configured' lets whoever lacks the Required one pass without any");
    }
}
