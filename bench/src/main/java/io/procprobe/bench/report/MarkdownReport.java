package io.procprobe.bench.report;

import io.procprobe.bench.bars.Verdict;
import io.procprobe.bench.results.Machine;
import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report as Markdown tables. */
public final class MarkdownReport {
    private static final double BYTES_PER_GIB = 1L << 30;

    private final Report report;
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(Report report) {
        this.report = report;
        this.results = report.results();
    }

    /**
     * Writes it.
     *
     * @param report what to write
     * @return the text
     */
    public static String of(Report report) {
        MarkdownReport markdown = new MarkdownReport(report);
        markdown.machine();
        markdown.bars();
        markdown.figures();
        markdown.comparisons();
        markdown.missing();
        return markdown.text.toString();
    }

    private void heading(String title) {
        text.append("\n## ").append(title).append("\n\n");
    }

    private void paragraph(String paragraph) {
        text.append(paragraph).append("\n\n");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void machine() {
        Machine machine = results.machine();
        paragraph("# Measured");
        paragraph(
                String.format(
                        Locale.ROOT,
                        "%s, %d cores, %.0f GiB; %s; %s; up to %,d open files. Begun %s, %s.",
                        machine.cpu(),
                        machine.cores(),
                        machine.memoryBytes() / BYTES_PER_GIB,
                        machine.system(),
                        machine.jdk(),
                        machine.descriptorLimit(),
                        results.begun(),
                        results.pace()));
        paragraph(
                "Costs are CPU time of the calling thread: in the best operation of an iteration, or the"
                        + " mean where operations are too short to be timed one by one; medians over"
                        + " iterations. So neither other programs nor the garbage collector count. Only"
                        + " ratios carry over to other machines; they are made of figures that were"
                        + " taken side by side, over the same processes.");
    }

    private void bars() {
        heading("Bars");
        if (report.tolerance() != 1) {
            paragraph(
                    "Ratios of times may miss their goal by a factor of "
                            + report.tolerance()
                            + ".");
        }
        MarkdownTable table = new MarkdownTable(List.of("what", "found", "goal", ""));
        for (Verdict verdict : report.verdicts()) {
            String outcome = VerdictText.outcome(verdict);
            table.row(
                    List.of(
                            verdict.bar().name(),
                            VerdictText.found(verdict),
                            VerdictText.goal(verdict),
                            verdict.isMet() ? outcome : "**" + outcome + "**"));
        }
        text.append(table);
    }

    private void figures() {
        heading("Figures");
        paragraph(
                "The floor is the very system calls of an operation, made from C. Both open the statm"
                        + " files beyond the limit of open files again in each poll, which 10,000"
                        + " processes need some 20,200 for. Garbage is that of the calling thread; that"
                        + " of all threads is gc.alloc.rate.norm, which contains some 7,000 bytes of"
                        + " JMH's own per iteration. What finds its processes itself finds all that"
                        + " there are, and is divided by these.");
        MarkdownTable table =
                new MarkdownTable(
                        List.of(
                                "what",
                                "processes",
                                "elapsed, mean",
                                "cost",
                                "cost per process",
                                "times its floor",
                                "garbage",
                                "all threads"));
        for (Measurement measurement : results.measurements()) {
            table.row(
                    List.of(
                            measurement.subject().label(),
                            number(Math.round(measurement.processes())),
                            Figures.micros(measurement.elapsedNanos()),
                            Figures.micros(measurement.costNanos()),
                            Figures.micros(measurement.costNanosPerProcess()),
                            Figures.times(measurement.timesFloor()),
                            Figures.bytes(measurement.callerBytes()),
                            Figures.bytes(measurement.allThreadsBytes())));
        }
        text.append(table);
    }

    private void comparisons() {
        heading("Peers");
        for (Comparison comparison : List.of(Comparison.KNOWN, Comparison.ALL, Comparison.SWEEP)) {
            comparison(comparison);
        }
    }

    private void comparison(Comparison comparison) {
        paragraph(comparison.work() + ": how many times the cost of ours.");
        List<Measurement> ours = comparison.ours(results);
        List<String> titles = new ArrayList<>(List.of("who", "per process"));
        ours.forEach(own -> titles.add(own.subject().label()));
        MarkdownTable table = new MarkdownTable(titles);
        for (Measurement peer : comparison.peers(results)) {
            List<String> cells = new ArrayList<>();
            cells.add(peer.subject().label());
            cells.add(Figures.micros(peer.costNanosPerProcess()));
            ours.forEach(own -> cells.add(Figures.times(peer.timesThatOf(own))));
            table.row(cells);
        }
        text.append(table).append('\n');
    }

    private void missing() {
        if (results.missing().isEmpty()) {
            return;
        }
        heading("Not measured");
        results.missing()
                .forEach(
                        (subject, reason) ->
                                text.append("- ")
                                        .append(subject.label())
                                        .append(", of " + number(subject.processes()) + ": ")
                                        .append(reason)
                                        .append('\n'));
    }
}
