package io.github.emailotp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code docs/grafana.json}. */
public final class Dashboard {

    private static final Path FILE = Path.of("docs", "grafana.json");

    /** What Grafana puts in the place of its variables. */
    private static final Map<String, String> VARIABLES =
            Map.of("$__rate_interval", "1m", "$__range", "6h", "$job", ".*", "$instance", ".*");

    private final JsonNode content;

    private Dashboard(JsonNode content) {
        this.content = content;
    }

    public static Dashboard read() {
        try {
            return new Dashboard(new ObjectMapper().readTree(FILE.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of it, as JSON. */
    JsonNode content() {
        return content;
    }

    /** Those that show something, as JSON: rows are headings. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        content.required("panels").forEach(panel -> {
            if (!panel.required("type").asText().equals("row")) {
                panels.add(panel);
            }
        });
        return panels;
    }

    /** What it asks Prometheus, as Grafana asks when everything is chosen. */
    public List<String> questions() {
        List<String> questions = new ArrayList<>();
        for (JsonNode panel : panels()) {
            panel.required("targets").forEach(target -> {
                String[] question = {target.required("expr").asText()};
                VARIABLES.forEach((name, value) -> question[0] = question[0].replace(name, value));
                questions.add(question[0]);
            });
        }
        return questions;
    }
}
