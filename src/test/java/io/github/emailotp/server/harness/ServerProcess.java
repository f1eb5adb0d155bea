package io.github.emailotp.server.harness;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The processes of one Keycloak server: the start script is a shell around java, and a signal must reach the java process
 * itself.
 */
final class ServerProcess {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private static final List<String> JVM_OPTIONS = List.of(
            // The oldest versions meet JDKs that they have not heard of.
            "-Dnet.bytebuddy.experimental=true",
            // How far a cluster's second port is from its first; from the default of 50000 there may be no such port.
            "-Djgroups.fd.port-offset=1");

    private final Process script;

    private ServerProcess(Process script) {
        this.script = script;
    }

    /**
     * Runs the script; does not wait for the server.
     *
     * @param options Keycloak's options, by their name without dashes in front
     * @param jvmOptions options of the server's Java machine, besides those that every server has
     * @param log what the server prints is added to this file
     */
    static ServerProcess launch(List<String> command, Map<String, String> options, List<String> jvmOptions, Path log)
            throws IOException {
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        // A developer's own Keycloak or Java settings must not decide what is tested.
        environment.keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_OPTS"));
        // By environment, not by argument: arguments can be seen by everybody, and kc.bat splits them at commas.
        options.forEach((name, value) ->
                environment.put("KC_" + name.toUpperCase(Locale.ROOT).replace('-', '_'), value));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS_APPEND", String.join(" ", JVM_OPTIONS) + " " + String.join(" ", jvmOptions));
        return new ServerProcess(builder.start());
    }

    boolean isAlive() {
        return script.isAlive();
    }

    /** Waits for the end; answers whether it came in time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return script.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void awaitEnd() throws InterruptedException {
        script.waitFor();
    }

    int exitCode() {
        return script.exitValue();
    }

    /** Asks for the end and waits for it; insists if it does not come. */
    void stop() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroy);
        try {
            awaitEndOf(family);
        } finally {
            family.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Ends it without giving it time for anything, as a power cut would, and waits for the end. */
    void kill() {
        List<ProcessHandle> family = family();
        family.forEach(ProcessHandle::destroyForcibly);
        awaitEndOf(family);
    }

    /** The script that started the server, and what it started. */
    List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>(script.descendants().toList());
        family.add(script.toHandle());
        return family;
    }

    private static void awaitEndOf(List<ProcessHandle> family) {
        for (ProcessHandle member : family) {
            member.onExit()
                    .completeOnTimeout(member, STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)
                    .join();
        }
    }
}
