package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of a Dockerfile, carried out without a container engine: a stage is a folder, and {@code /opt/keycloak} is in it. It
 * knows what the documentation's has, and fails at anything else.
 */
public final class ImageRecipe {

    private static final String KEYCLOAK = "/opt/keycloak/";

    private final ServerSetup setup;
    private final Map<String, Path> stages = new HashMap<>();
    private Map<String, String> environment = Map.of();
    private Path home;

    private ImageRecipe(ServerSetup setup) {
        this.setup = setup;
    }

    /** The server that the image starts, with a PostgreSQL, and the rest of its options as somebody would give them to the container. */
    public static KeycloakServer start(String dockerfile, Map<String, String> options) {
        ServerSetup base = ServerSetup.ofBuild();
        Path work = base.work().resolve("image");
        ImageRecipe recipe = new ImageRecipe(base.at(work));
        Map<String, String> all = new HashMap<>(options);
        all.putAll(recipe.database(work));
        try {
            dockerfile.lines().filter(line -> !line.isBlank()).forEach(recipe::follow);
            return KeycloakServer.start(base.at(recipe.home).in(RunMode.BUILT).with(all));
        } catch (UncheckedIOException e) {
            throw new IllegalStateException("the image cannot be made", e);
        }
    }

    /** What is chosen when an image is built does not have to be said when it is started. */
    private Map<String, String> database(Path work) {
        Postgres postgres = Postgres.start(work.resolve("postgres"));
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::stop, "stop-postgres-of-image"));
        Map<String, String> options = new HashMap<>(postgres.serverOptions());
        options.remove("db");
        return options;
    }

    private void follow(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
        try {
            switch (words.remove(0)) {
                case "FROM" -> from(words);
                case "COPY" -> copy(words);
                case "ENV" -> define(words.get(0));
                case "RUN" -> run(words);
                case "ENTRYPOINT" -> require(line, "ENTRYPOINT [\"/opt/keycloak/bin/kc.sh\"]");
                case "CMD" -> require(line, "CMD [\"start\", \"--optimized\"]");
                default -> throw new IllegalArgumentException("what is " + line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stage begins with an environment of its own. */
    private void from(List<String> words) throws IOException {
        String stage = words.size() == 3 ? words.get(2) : "last";
        Path folder = setup.home().resolve(stage + "-" + setup.version());
        if (Files.exists(folder)) {
            Distribution.delete(folder);
        }
        home = Distribution.unpacked(setup.zip(), folder).home();
        stages.put(stage, home);
        environment = Map.of();
    }

    private void copy(List<String> words) throws IOException {
        if (words.get(0).startsWith("--from=")) {
            new Distribution(stages.get(words.get(0).substring("--from=".length()))).copyTo(home);
        } else {
            require(words.get(1), KEYCLOAK + "providers/");
            new Distribution(home).provide(setup.jar(), "keycloak-email-otp.jar");
        }
    }

    private void define(String variable) {
        String[] parts = variable.split("=", 2);
        Map<String, String> more = new HashMap<>(environment);
        more.put(parts[0].replaceFirst("^KC_", ""), parts[1]);
        environment = more;
    }

    private void run(List<String> words) throws IOException {
        String program = words.remove(0);
        require(program, KEYCLOAK + "bin/kc.sh");
        new StartScript(setup.at(home), new Distribution(home).script()).run(environment, words.toArray(String[]::new));
    }

    private static void require(String found, String known) {
        if (!found.equals(known)) {
            throw new IllegalArgumentException("what is " + found);
        }
    }
}
