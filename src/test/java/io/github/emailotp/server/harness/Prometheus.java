package io.github.emailotp.server.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Prometheus, as it is installed, on the loopback interface. */
public final class Prometheus implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final String url;

    private Prometheus(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts one; does not wait for it.
     *
     * @param server is scraped each second
     * @param rules a file of rules
     * @param folder for its configuration, its data and its log
     */
    public static Prometheus scraping(KeycloakServer server, Path rules, Path folder) throws IOException {
        Path configuration = folder.resolve("prometheus.yml");
        Files.writeString(configuration, """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ["%s"]
                scrape_configs:
                  - job_name: keycloak
                    static_configs: [{targets: ["%s"]}]
                """.formatted(rules.toAbsolutePath(), server.managementAddress()));
        String address = "127.0.0.1:" + FreePort.any();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("prometheus.log").toFile()))
                .start();
        return new Prometheus(process, "http://" + address);
    }

    /**
     * The answer to a question in PromQL.
     *
     * @throws IllegalArgumentException if it does not understand the question; the message says why
     */
    public JsonNode ask(String question) {
        return get("/api/v1/query?query=" + URLEncoder.encode(question, StandardCharsets.UTF_8))
                .required("result");
    }

    /** Its rules, each with its health. */
    public JsonNode rules() {
        return get("/api/v1/rules").at("/groups/0/rules");
    }

    /** Whether it answers. */
    public boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("Prometheus has ended with " + process.exitValue());
        }
        try {
            return connect("/-/ready").getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private JsonNode get(String path) {
        try {
            HttpURLConnection connection = connect(path);
            boolean understood = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            try (InputStream in = understood ? connection.getInputStream() : connection.getErrorStream()) {
                JsonNode answer = JSON.readTree(in);
                if (!understood) {
                    throw new IllegalArgumentException(path + ": " + answer);
                }
                return answer.required("data");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpURLConnection connect(String path) throws IOException {
        return (HttpURLConnection) URI.create(url + path).toURL().openConnection();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
