package io.github.emailotp.storage.infinispan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Fake;
import io.github.emailotp.smtp.CapturedLog;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

@DisplayName("When the server starts, its log")
class StartLogTest {

    private final CapturedLog log = new CapturedLog(KeycloakCellsFactory.class.getName());

    @AfterEach
    void closeLog() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource({
        "infinispan, INFO, counted in the servers' own cache",
        "remote, INFO, counted in an external Infinispan",
        "jpa, ERROR, cannot be used"
    })
    void saysOnceWhereLimitsAreCounted(String objects, String level, String said) {
        start(objects);
        assertThat(log.entries()).singleElement().asString().contains(level).contains(said);
    }

    private static void start(String objects) {
        ProviderFactory<?> found = Fake.answering(ProviderFactory.class, Map.of("getId", given -> objects));
        new KeycloakCellsFactory()
                .postInit(Fake.answering(KeycloakSessionFactory.class, Map.of("getProviderFactory", given -> found)));
    }
}
