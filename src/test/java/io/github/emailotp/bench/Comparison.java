package io.github.emailotp.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the benchmark of a cluster says of builds, in a line for each thing that is compared. */
final class Comparison {

    /** What is compared. */
    enum Row {
        OPERATIONS("operations on the cache a login, more than with a password only (of them writes)"),
        ENTRIES("entries at once / after an hour, more than with a password only"),
        BYTES("bytes of a login after an hour"),
        HEAP("a million logins a day, live heap a node with two nodes, more than with a password only"),
        TIME("three nodes: whole login, median, ÷ Keycloak's form"),
        PROCESSORS("three nodes: processor time of all nodes ÷ Keycloak's form"),
        ARGON2("one node, Argon2: processor time ÷ Keycloak's form"),
        NETWORK("one network at a limit of 1,000: operations for one more mail, and the post of the password"),
        REALM(
                "realm's limit at 100,000 with one place given back in the middle, 20 mails at once: operations of one, at most"),
        REMOTE("external Infinispan: round trips of a login"),
        WRONG_CODES("ten wrong codes: operations of the first / the tenth / the most"),
        FAILURES("ten wrong codes: entries left for 30 days");

        private final String title;

        Row(String title) {
            this.title = title;
        }
    }

    private final List<Figures> builds = new ArrayList<>();

    /** What is said of one build. */
    static final class Figures {

        private final String build;
        private final Map<Row, String> ofKeycloak = new EnumMap<>(Row.class);
        private final Map<Row, String> ofStep = new EnumMap<>(Row.class);

        private Figures(String build) {
            this.build = build;
        }

        /** Of Keycloak's own form, and of the step. */
        void put(Row row, String keycloaks, String step) {
            ofKeycloak.put(row, keycloaks);
            ofStep.put(row, step);
        }

        /** Of the step, where Keycloak's own form has nothing like it. */
        void put(Row row, String step) {
            put(row, "-", step);
        }
    }

    /** Those of one build more. */
    Figures of(Build build) {
        var figures = new Figures(build.title());
        builds.add(figures);
        return figures;
    }

    /** Keycloak's form is that of the last build's run. */
    MarkdownTable table() {
        var table = new MarkdownTable("");
        table.column("Keycloak's OTP form");
        builds.forEach(figures -> table.column(figures.build));
        Figures last = builds.get(builds.size() - 1);
        for (Row row : Row.values()) {
            if (last.ofStep.containsKey(row)) {
                var cells = new ArrayList<String>(List.of(last.ofKeycloak.get(row)));
                builds.forEach(figures -> cells.add(figures.ofStep.getOrDefault(row, "")));
                table.row(row.title, cells);
            }
        }
        return table;
    }
}
