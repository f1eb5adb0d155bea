package io.github.emailotp.server.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A running Keycloak with the packaged extension: one server, or several that act as one. */
public interface Keycloak {

    /** The address that it knows itself by, without a slash at its end. */
    String url();

    /** The admin API, through a server that is alive. */
    AdminApi admin();

    /** Its servers: one, or those of a cluster in the order of their index. */
    List<KeycloakServer> servers();

    /** All that its servers have printed. */
    List<Path> logFiles();

    /** The lines of all logs that hold this. */
    default List<String> logLines(String text) {
        List<String> lines = new ArrayList<>();
        for (Path log : logFiles()) {
            try (Stream<String> all = Files.lines(log)) {
                all.filter(line -> line.contains(text)).forEach(lines::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }

    /** Waits until no mail is left that would arrive in the next test. */
    void awaitEmptyOutbox();

    /** Undoes what a test did to the servers. */
    void restore();

    /** Ends it and waits for its end. Does nothing if it has ended already. */
    void stop();
}
