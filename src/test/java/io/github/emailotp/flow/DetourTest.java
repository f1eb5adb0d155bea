package io.github.emailotp.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A page")
class DetourTest {

    @ParameterizedTest
    @CsvSource({
        "realms/acme/login-actions/authenticate, true",
        "auth/realms/acme/login-actions/authenticate, true",
        "realms/action-token/login-actions/authenticate, true",
        "realms/login-actions/login-actions/post-broker-login, true",
        "realms/acme/login-actions/action-token, false",
        "realms/action-token/login-actions/action-token, false",
        "realms/acme/protocol/openid-connect/auth, false",
        "realms/login-actions/protocol/openid-connect/auth, false",
        "realms/acme/login-actions, false"
    })
    void staysWhereAReloadFindsItAgain(String path, boolean stays) {
        assertThat(Detour.isWherePagesStay(List.of(path.split("/")))).isEqualTo(stays);
    }
}
