package io.procprobe.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final int NEVER = Integer.MAX_VALUE;

    private static List<String> print(Table table, int width) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        table.print(out, width);
        out.flush();
        return text.toString().lines().toList();
    }

    private static Table table() {
        Table table = new Table().right("N").left("WHO").left("WHAT");
        table.row(List.of("1", "somebody", "a"));
        table.row(List.of("12345", "I", "bc"));
        return table;
    }

    @Test
    void columnsAreAsWideAsTheirWidestCellAndTheLastIsNotPadded() {
        assertEquals(
                List.of("    N  WHO       WHAT", "    1  somebody  a", "12345  I         bc"),
                print(table(), NEVER));
    }

    @Test
    void aTitleMayBeTheWidestCell() {
        Table table = new Table().left("LONG TITLE").right("R");
        table.row(List.of("x", "1"));
        assertEquals(List.of("LONG TITLE  R", "x           1"), print(table, NEVER));
    }

    @Test
    void linesAreCutAtTheWidthOfTheTerminal() {
        assertEquals(List.of("    N  W", "    1  s", "12345  I"), print(table(), 8));
    }

    @Test
    void unknownIsADash() {
        Table table = new Table().right("NUM").left("NAME");
        table.row(Arrays.asList(null, null));
        assertEquals(List.of("NUM  NAME", "  -  -"), print(table, NEVER));
    }

    @Test
    void withoutRowsThereAreTitles() {
        assertEquals(List.of("A  B"), print(new Table().right("A").left("B"), NEVER));
    }

    @Test
    void aRowHasAsManyCellsAsThereAreColumns() {
        Table table = new Table().right("A").left("B");
        assertThrows(IllegalArgumentException.class, () -> table.row(List.of("1")));
        assertThrows(IllegalArgumentException.class, () -> table.row(List.of("1", "2", "3")));
    }
}
