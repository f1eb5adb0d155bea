package io.github.emailotp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.server.MetersIT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What can be told of it without Grafana; {@code PrometheusIT} asks its questions. */
@DisplayName("The dashboard")
class DashboardTest {

    private static final Pattern METER = Pattern.compile("keycloak_email_otp_([a-z_]+)");
    private static final Pattern CHOSEN = Pattern.compile("[a-z_]+\\{job=~\"\\$job\",instance=~\"\\$instance\"[^}]*}");
    private static final int COLUMNS = 24;

    private final Dashboard dashboard = Dashboard.read();

    @Test
    void showsEveryMeterAndNoneThatThereIsNot() {
        Set<String> shown = METER.matcher(String.join("\n", dashboard.questions()))
                .results()
                .map(meter -> meter.group(1).replaceFirst("_seconds_(count|sum|max)$", "_seconds"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(MetersIT.SEEN.keySet());
    }

    @Test
    void asksForTheChosenNodesOnly() {
        for (JsonNode panel : dashboard.panels()) {
            panel.required("targets")
                    .forEach(target -> assertThat(
                                    CHOSEN.matcher(target.required("expr").asText())
                                            .replaceAll("chosen"))
                            .doesNotContain("keycloak", "http", "jvm", "agroal", "process"));
        }
    }

    @Test
    void takesThePrometheusThatIsChosen() {
        List<JsonNode> sources = dashboard.content().findValues("datasource");
        assertThat(sources)
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        source -> assertThat(source.required("uid").asText()).isEqualTo("${datasource}"));
    }

    @Test
    void hasATitleAUnitAndAPlaceForEachPanel() {
        Set<String> titles = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        List<String> taken = new ArrayList<>();
        for (JsonNode panel : dashboard.content().required("panels")) {
            assertThat(titles.add(panel.required("title").asText())).isTrue();
            assertThat(ids.add(panel.required("id").asInt())).isTrue();
            JsonNode place = panel.required("gridPos");
            int right = place.required("x").asInt() + place.required("w").asInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int x = place.required("x").asInt(); x < right; x++) {
                for (int y = 0; y < place.required("h").asInt(); y++) {
                    taken.add(x + " " + (place.required("y").asInt() + y));
                }
            }
        }
        assertThat(taken).doesNotHaveDuplicates();
        assertThat(dashboard.panels())
                .allSatisfy(panel -> assertThat(
                                panel.at("/fieldConfig/defaults/unit").asText())
                        .isNotEmpty());
    }

    /** So that whoever is woken up finds the panel. */
    @Test
    void hasThePanelsThatAlertsNameAndNamesTheAlertsThatThereAre() throws IOException {
        String alerts = Files.readString(Path.of("docs", "alerts.yml"));
        String panels = dashboard.content().toString();
        assertThat(named(alerts, "panel \"([^\"]+)\""))
                .isNotEmpty()
                .allSatisfy(panel -> assertThat(dashboard.panels().stream()
                                .map(each -> each.required("title").asText()))
                        .contains(panel));
        assertThat(named(panels, "The alert (\\w+)"))
                .isNotEmpty()
                .allSatisfy(alert -> assertThat(alerts).contains("- alert: " + alert + "\n"));
    }

    private static List<String> named(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
