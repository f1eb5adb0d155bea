package io.github.emailotp.flow.setup;

import io.github.emailotp.CheckScript;
import io.github.emailotp.SetUpScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A {@code kcadm.sh} that answers from files, a path of the admin API each, and knows nothing else. */
final class FakeKcadm {

    private static final String SCRIPT = """
            #!/bin/bash
            echo "$*" >>"$ANSWERS/calls"
            file=$ANSWERS/${2//\\//_}
            if [ -f "$ANSWERS/broken" ]; then
              printf '%s\\n' "$(<"$ANSWERS/broken")" >&2
              exit 1
            elif [ -f "$file.error" ]; then
              printf '%s\\n' "$(<"$file.error")" >&2
              exit 1
            elif [ -f "$file" ]; then
              printf '%s\\n' "$(<"$file")"
              if [ -f "$file.then" ]; then
                . "$file.then"
              fi
            else
              printf 'Logging into http://localhost as user admin of realm master\\n' >&2
              printf 'Resource not found for url: http://localhost/%s\\n' "$2" >&2
              exit 1
            fi
            """;

    private final Path folder;
    private final Path kcadm;

    FakeKcadm(Path folder) {
        this.folder = folder;
        this.kcadm = folder.resolve("kcadm.sh");
        try {
            Files.writeString(kcadm, SCRIPT);
            if (!kcadm.toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + kcadm);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer("clients", "true,false,\"openid-connect\",,,,\"account\"");
        answer("identity-provider/instances", "");
        flow(
                "reset%20credentials",
                new Drawing("Choose User  Required\nSend Reset Email  Required\nReset Password  Required"));
        flow("registration", new Drawing("the form  Required\n  Registration User Profile Creation  Required"));
        flow(
                "first%20broker%20login",
                new Drawing("options  Required\n  Verify existing account by Email  Alternative"));
        answer("serverinfo", "\"26.7.5\"");
        bind("copy");
    }

    /** Of the realm: forgot password, registration, verify email and passkeys. */
    void switches(String switches) {
        realm(switches, "copy");
    }

    /** The realm names these listeners, whichever else of it is asked. */
    void listeners(String... names) {
        try {
            Path realm = folder.resolve("realms_shop");
            String rest = Files.readString(realm).lines().findFirst().orElseThrow();
            Files.writeString(
                    realm, rest + "\n{\n  \"eventsListeners\" : [ \"" + String.join("\", \"", names) + "\" ]\n}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Binds another browser flow. */
    void bind(String browserFlow) {
        realm("false,false,false,", browserFlow);
    }

    private void realm(String switches, String browserFlow) {
        answer(
                "realms/shop",
                "true,%s,\"%s\",\"direct grant\",\"docker auth\",\"reset credentials\",\"registration\",\"first broker login\""
                        .formatted(switches, browserFlow));
    }

    void answer(String path, String text) {
        try {
            Files.writeString(folder.resolve(path.replace('/', '_')), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path answers with this error. */
    void fail(String path, String error) {
        answer(path + ".error", error);
    }

    /** From the first answer of one path on, another one answers this. */
    void answerAfter(String first, String path, String text) {
        answer(path + ".later", text);
        answer(
                first + ".then",
                "printf '%s' \"$(<\"$ANSWERS/" + path.replace('/', '_') + ".later\")\" >\"$ANSWERS/"
                        + path.replace('/', '_') + "\"");
    }

    /** From the first answer of this path on, every path answers with this error. */
    void failAfter(String first, String error) {
        answerAfter(first, "broken", error);
    }

    /** The path is one that nobody can read. */
    void refuse(String path) {
        try {
            Files.deleteIfExists(folder.resolve(path.replace('/', '_')));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void flow(String encodedAlias, Drawing drawing) {
        answer("authentication/flows/" + encodedAlias + "/executions", drawing.executions());
        for (int part = 0; part < drawing.size(); part++) {
            answer("authentication/config/config" + part, drawing.config(part));
        }
    }

    /** What the script says of the realm {@code shop}; it has no program but this one. */
    CheckScript.Report check(String... options) {
        var arguments = new ArrayList<>(List.of("shop"));
        arguments.addAll(List.of(options));
        return CheckScript.run(environment(), arguments);
    }

    /** What the script says that makes this flow in the realm {@code shop}. */
    SetUpScript.Said make(String flow, String... options) {
        return makeIn("shop", flow, options);
    }

    /** The same in another realm. */
    SetUpScript.Said makeIn(String realm, String flow, String... options) {
        var arguments = new ArrayList<>(List.of(flow, realm));
        arguments.addAll(List.of(options));
        return SetUpScript.run("flow.sh", environment(), arguments);
    }

    Map<String, String> environment() {
        return Map.of("KCADM", kcadm.toString(), "ANSWERS", folder.toString(), "PATH", "/nowhere");
    }

    List<String> calls() {
        try {
            return Files.readAllLines(folder.resolve("calls"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
