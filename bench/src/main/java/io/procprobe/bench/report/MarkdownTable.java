package io.procprobe.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table whose first column is text and whose others are figures. */
final class MarkdownTable {
    private final StringBuilder text = new StringBuilder();

    MarkdownTable(List<String> titles) {
        row(titles);
        List<String> rule = new ArrayList<>(Collections.nCopies(titles.size(), "---:"));
        rule.set(0, "---");
        row(rule);
    }

    void row(List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
