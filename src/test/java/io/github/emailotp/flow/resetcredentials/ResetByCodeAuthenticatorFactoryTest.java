package io.github.emailotp.flow.resetcredentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.settings.ResetSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("The step of a reset")
class ResetByCodeAuthenticatorFactoryTest {

    private final ResetByCodeAuthenticatorFactory factory = new ResetByCodeAuthenticatorFactory();

    @Test
    void canBeNothingButRequired() {
        assertThat(factory.getRequirementChoices()).containsExactly(Requirement.REQUIRED);
        assertThat(factory.isUserSetupAllowed()).isFalse();
        assertThat(factory.create(null).requiresUser()).isFalse();
    }

    @Test
    void standsForNoCredential() {
        assertThat(factory.getReferenceCategory()).isNull();
    }

    @Test
    void hasTheSettingsOfItsOwnAndThoseOfAllCodes() {
        assertThat(factory.getConfigProperties())
                .extracting(ProviderConfigProperty::getName)
                .startsWith("userNames", "loginAfterReset")
                .contains("codeLength", "mailsPerDay");
    }

    @Test
    void logsNobodyInUnlessThatIsSet() {
        List<String> warnings = new ArrayList<>();
        assertThat(ResetSettings.read(Map.of(), warnings::add).logsIn()).isFalse();
        assertThat(ResetSettings.read(Map.of("userNames", "false", "loginAfterReset", "yes"), warnings::add)
                        .logsIn())
                .isFalse();
        assertThat(warnings).singleElement().asString().contains("loginAfterReset");
        assertThat(ResetSettings.read(Map.of("userNames", "true", "loginAfterReset", "true"), warnings::add))
                .satisfies(settings -> {
                    assertThat(settings.logsIn()).isTrue();
                    assertThat(settings.names().takesUserNames()).isTrue();
                });
    }
}
