package io.procprobe.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Columns as wide as their widest cell; the last one is not padded. */
public final class Table {
    private final List<String> titles = new ArrayList<>();
    private final List<Boolean> rightAligned = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * Adds a column of numbers.
     *
     * @param title its title
     * @return this
     */
    public Table right(String title) {
        titles.add(title);
        rightAligned.add(true);
        return this;
    }

    /**
     * Adds a column of text.
     *
     * @param title its title
     * @return this
     */
    public Table left(String title) {
        titles.add(title);
        rightAligned.add(false);
        return this;
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column; null for unknown
     */
    public void row(List<String> cells) {
        if (cells.size() != titles.size()) {
            throw new IllegalArgumentException(
                    cells.size() + " cells, " + titles.size() + " columns");
        }
        rows.add(cells);
    }

    /**
     * Prints titles and rows.
     *
     * @param out receives the lines
     * @param width lines are cut at this many characters; {@link Integer#MAX_VALUE} for never
     */
    public void print(PrintWriter out, int width) {
        int[] widths = widths();
        printRow(out, titles, widths, width);
        for (List<String> row : rows) {
            printRow(out, row, widths, width);
        }
    }

    private static String cell(List<String> row, int column) {
        String cell = row.get(column);
        return cell == null ? "-" : cell;
    }

    private int[] widths() {
        int[] widths = new int[titles.size()];
        List<List<String>> all = new ArrayList<>(rows);
        Collections.addAll(all, titles);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cell(row, i).length());
            }
        }
        return widths;
    }

    private void printRow(PrintWriter out, List<String> row, int[] widths, int width) {
        StringBuilder line = new StringBuilder();
        int last = widths.length - 1;
        for (int i = 0; i <= last; i++) {
            String cell = cell(row, i);
            String padding = " ".repeat(widths[i] - cell.length());
            if (rightAligned.get(i)) {
                line.append(padding).append(cell);
            } else {
                line.append(cell).append(i == last ? "" : padding);
            }
            line.append(i == last ? "" : "  ");
        }
        out.println(SafeText.cut(line.toString(), width));
    }
}
