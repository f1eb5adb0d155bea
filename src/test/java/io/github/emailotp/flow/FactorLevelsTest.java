package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.Constants;

@DisplayName("An enrolment")
class FactorLevelsTest {

    private static final int ANY = Constants.NO_LOA;

    @Test
    void isAddedAtTheLevelOfItsConditionOrElseOfTheStep() {
        assertThat(new FactorLevels(2, 2).typeToAdd()).isEqualTo("email-otp");
        assertThat(new FactorLevels(1, 2).typeToAdd()).isEqualTo("email-otp");
        assertThat(new FactorLevels(ANY, 2).typeToAdd()).isEqualTo("otp");
    }

    @Test
    void isKeptWhereItIsNotDeletedAtALowerLevelThanThatOfTheStep() {
        assertThat(new FactorLevels(2, 2).areKept()).isTrue();
        assertThat(new FactorLevels(ANY, ANY).areKept()).isTrue();
        assertThat(new FactorLevels(1, 2).areKept()).isFalse();
        assertThat(new FactorLevels(ANY, 1).areKept()).isFalse();
    }
}
