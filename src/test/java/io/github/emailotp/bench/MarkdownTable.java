package io.github.emailotp.bench;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column names the rows. */
final class MarkdownTable {

    private final List<String> columns = new ArrayList<>();
    private final List<String> rows = new ArrayList<>();

    MarkdownTable(String ofRows) {
        columns.add(ofRows);
    }

    void column(String title) {
        columns.add(title);
    }

    void row(String title, List<String> cells) {
        rows.add("| " + title + " | " + String.join(" | ", cells) + " |");
    }

    @Override
    public String toString() {
        return "| " + String.join(" | ", columns) + " |\n|---" + "|---:".repeat(columns.size() - 1) + "|\n"
                + String.join("\n", rows) + "\n";
    }
}
