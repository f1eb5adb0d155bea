package io.github.emailotp;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/setup/check.sh}, and what it says. */
public final class CheckScript {

    private CheckScript() {}

    /**
     * Runs it to its end.
     *
     * @param environment all that it gets to see
     */
    public static Report run(Map<String, String> environment, List<String> arguments) {
        SetUpScript.Said said = SetUpScript.run("check.sh", environment, arguments);
        return new Report(said.exitCode(), said.text());
    }

    /** What it said, on both streams, and how it ended. */
    public record Report(int exitCode, String text) {

        private static final Pattern LET_IN = Pattern.compile("(?m)^THE PASSWORD ALONE LETS IN (.*)\\.$");
        private static final Pattern FAULTS =
                Pattern.compile("(?m)^(?:THE PASSWORD ALONE LETS IN|A STEP COUNTS FOR NOTHING).*\\.\n((?:  .*\n)+)");

        /** Who gets in by the browser flow with the password alone; empty for nobody. */
        public String letIn() {
            Matcher matcher = LET_IN.matcher(text);
            return matcher.find() ? matcher.group(1) : "";
        }

        /** What these people are asked for after the password. */
        public String asked(String people) {
            return text.lines()
                    .filter(line -> line.startsWith("  " + people + "  "))
                    .map(line -> line.substring(people.length() + 2).strip())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no line on people " + people + " in " + text));
        }

        /** What is wrong with the browser flow, a sentence each. */
        public List<String> facts() {
            return faults().filter(line -> !line.startsWith("-> ")).toList();
        }

        /** What to do about it. */
        public List<String> advice() {
            return faults().filter(line -> line.startsWith("-> "))
                    .map(line -> line.substring(3))
                    .toList();
        }

        private java.util.stream.Stream<String> faults() {
            Matcher matcher = FAULTS.matcher(text);
            return (matcher.find() ? matcher.group(1) : "").lines().map(String::strip);
        }
    }
}
