package io.github.emailotp.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayName("The options of the pooled sender")
class SenderOptionsTest {

    private static final PoolLimits DEFAULTS = new PoolLimits(
            10, Duration.ofSeconds(30), Duration.ofMinutes(5), 100, Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final List<String> warnings = new ArrayList<>();

    private PoolLimits read(String key, String value) {
        return SenderOptions.read(new MapScope(Map.of(key, value)), warnings::add)
                .limits();
    }

    @Test
    void haveDefaults() {
        assertThat(SenderOptions.read(new MapScope(Map.of()), warnings::add).limits())
                .isEqualTo(DEFAULTS);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "maxConnections, 1, 100",
        "idleLimit, 1, 300",
        "ageLimit, 10, 3600",
        "mailsPerConnection, 1, 10000",
        "connectionWait, 1, 60",
    })
    void haveBounds(String key, int min, int max) {
        assertThat(read(key, String.valueOf(min))).isNotEqualTo(DEFAULTS);
        assertThat(read(key, " " + max + " ")).isNotEqualTo(DEFAULTS);
        assertThat(warnings).isEmpty();
        for (String bad :
                List.of(String.valueOf(min - 1), String.valueOf(max + 1), "many", "-1", "1.5", "99999999999")) {
            warnings.clear();
            assertThat(read(key, bad)).isEqualTo(DEFAULTS);
            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .contains(key, "\"" + bad + "\"", min + " to " + max, "default");
        }
    }

    @Test
    void areEachForOneThing() {
        var all = Map.of(
                "maxConnections", "2",
                "idleLimit", "3",
                "ageLimit", "40",
                "mailsPerConnection", "5",
                "connectionWait", "6",
                "pipelining", "false",
                "ehloName", "login.example.com",
                "listId", "false",
                "headers", "X-A: b");
        SenderOptions options = SenderOptions.read(new MapScope(all), warnings::add);
        assertThat(options.limits())
                .isEqualTo(new PoolLimits(
                        2,
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(40),
                        5,
                        Duration.ofSeconds(6),
                        DEFAULTS.conversation()));
        assertThat(options.pipelining()).isEqualTo(Pipelining.NEVER);
        assertThat(options.ehloName()).isEqualTo("login.example.com");
        assertThat(options.headers().headers()).containsEntry("X-A", "b");
        assertThat(options.headers().listId()).isEqualTo(ListId.NONE);
        assertThat(listed().keySet()).containsExactlyInAnyOrderElementsOf(all.keySet());
    }

    @Test
    void areListedWithTheirDefaults() {
        var stored = new HashMap<String, String>();
        listed().forEach((key, value) -> stored.put(key, value.toString()));
        SenderOptions options = SenderOptions.read(new MapScope(stored), warnings::add);
        assertThat(options.limits()).isEqualTo(DEFAULTS);
        assertThat(options.pipelining()).isEqualTo(Pipelining.WHERE_OFFERED);
        assertThat(options.headers().listId()).isEqualTo(ListId.OF_THE_SENDER);
        assertThat(warnings).isEmpty();
    }

    @Test
    void warnOfAnythingButTrueAndFalse() {
        var stored = new MapScope(Map.of("pipelining", "no"));
        assertThat(SenderOptions.read(stored, warnings::add).pipelining()).isEqualTo(Pipelining.WHERE_OFFERED);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("pipelining", "\"no\"", "\"true\"", "\"false\"", "default");
    }

    private static Map<String, Object> listed() {
        return new PooledEmailSenderProviderFactory()
                .getConfigMetadata().stream()
                        .collect(Collectors.toMap(
                                ProviderConfigProperty::getName, ProviderConfigProperty::getDefaultValue));
    }
}
