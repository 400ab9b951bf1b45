package io.procprobe.cli.watch;

import io.procprobe.ProcessExit;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.cli.output.ExitWords;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Units;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** Columns for people. Their width is fixed: nobody knows what is still to come. */
public final class TablePrinter implements EventPrinter {
    private static final String[] TITLES = {
        "TIME", "PID", "STATE", "CPU%", "CPU TIME", "RESIDENT", "PRIVATE", "THREADS", "NAME"
    };

    /** Negative for columns of text. */
    private static final int[] WIDTHS = {-8, 7, -8, 6, 9, 8, 8, 7, 0};

    private final PrintWriter out;
    private final int width;
    private boolean hasTitles;

    /**
     * A printer.
     *
     * @param out receives the lines
     * @param width lines are cut at this many characters
     */
    public TablePrinter(PrintWriter out, int width) {
        this.out = out;
        this.width = width;
    }

    @Override
    public void missing(Instant time, long pid, Status status) {
        row(clock(time), Long.toString(pid), status.name(), null, null, null, null, null, null);
    }

    @Override
    public void tick(Instant time, ProcessSample sample, Followed who) {
        row(
                clock(time),
                Long.toString(sample.pid()),
                sample.status() == Status.OK
                        ? sample.state().map(Enum::name).orElse(null)
                        : sample.status().name(),
                sample.cpuLoad().isPresent() ? Units.percent(sample.cpuLoad().getAsDouble()) : null,
                text(sample.cpuTotalNanos(), Units::cpuTime),
                text(sample.residentBytes(), Units::bytes),
                text(sample.privateBytes(), Units::bytes),
                text(sample.threads(), Long::toString),
                who.name().orElse(null));
    }

    @Override
    public void exit(ProcessExit exit, Followed who) {
        row(
                clock(exit.noticedAt()),
                Long.toString(exit.pid()),
                "ENDED",
                null,
                text(exit.cpuTotalNanos(), Units::cpuTime),
                null,
                null,
                null,
                who.name().orElse("-") + ": " + ExitWords.text(exit.exitCode(), exit.signal()));
    }

    private static String clock(Instant time) {
        return time.atZone(ZoneId.systemDefault())
                .toLocalTime()
                .truncatedTo(ChronoUnit.SECONDS)
                .format(DateTimeFormatter.ISO_LOCAL_TIME);
    }

    private static String text(OptionalLong value, LongFunction<String> form) {
        return value.isPresent() ? form.apply(value.getAsLong()) : null;
    }

    private void row(String... cells) {
        if (!hasTitles) {
            hasTitles = true;
            row(TITLES);
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = cells[i] == null ? "-" : SafeText.oneLine(cells[i]);
            String padding = " ".repeat(Math.max(0, Math.abs(WIDTHS[i]) - cell.length()));
            line.append(i == 0 ? "" : "  ");
            line.append(WIDTHS[i] > 0 ? padding + cell : cell + padding);
        }
        out.println(SafeText.cut(line.toString(), width));
    }
}
