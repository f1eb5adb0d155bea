package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.provider.ProviderFactory;

@DisplayName("The id of a step, a condition or an action")
class ProviderIdsTest {

    /** {@code AUTHENTICATION_EXECUTION.AUTHENTICATOR} and {@code REQUIRED_ACTION_PROVIDER.PROVIDER_ID} of Keycloak. */
    private static final int MOST_CHARACTERS = 36;

    @Test
    void fitsIntoKeycloaksDatabase() {
        assertThat(Stream.of(AuthenticatorFactory.class, FormActionFactory.class, RequiredActionFactory.class)
                        .flatMap(type -> ServiceLoader.load(type).stream())
                        .filter(provider -> provider.type().getName().startsWith("io.github.emailotp."))
                        .map(provider -> ((ProviderFactory<?>) provider.get()).getId()))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(id).hasSizeLessThanOrEqualTo(MOST_CHARACTERS));
    }
}
