package io.procprobe.cli;

import io.procprobe.ProcessProbe;
import io.procprobe.cli.output.Terminal;
import io.procprobe.supervisor.reap.ReapPlan;
import io.procprobe.supervisor.reap.ReapPolicies;
import io.procprobe.supervisor.reap.ReapPolicy;
import io.procprobe.supervisor.reap.ReapReport;
import io.procprobe.supervisor.reap.Reaper;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code procprobe reap}: finds processes by what they are like, and ends them. */
@Command(
        name = "reap",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Shows the processes for which all of the given conditions hold, with the reasons;"
                        + " with --yes, ends them and all their descendants, and reports on each.",
        footer = {
            "",
            "At least one condition is needed. Never ended: the first process, this one, its",
            "ancestors, and the kernel's own. BELOW is how many descendants would end with it.",
            "Those of other users are shown as well; they are DENIED if they may not be ended.",
            "JSON: one object per line and process: pid, parentPid, name, reasons,",
            "residentBytes, subtreeResidentBytes, subtreeCount, ageNanos; with --yes followed",
            "by those of 'kill', one for each process of all the trees, which have an outcome.",
            "Exit status: 0 when there was nobody to end, all have ended, or without --yes;",
            "3 when any has not ended; 2 for bad usage; 1 when processes cannot be inspected."
        })
final class ReapCommand implements Callable<Integer> {
    private static final double DEFAULT_MAX_LOAD = 0.01;

    @Option(
            names = "--orphans",
            description =
                    "Whose original parent is gone: children of the first process, in a session of"
                            + " others whose leader is no more.")
    private boolean orphans;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description =
                    "Whose CPU load stays low for so long, such as 30s or 2m: the command looks at"
                            + " them for that time first.")
    private Duration idle;

    @Option(
            names = "--max-load",
            paramLabel = "LOAD",
            description =
                    "With --idle: the load that is low; 1 is one core (default: "
                            + DEFAULT_MAX_LOAD
                            + ").")
    private Double maxLoad;

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "Who started longer ago than this, such as 90m, 4h or 7d.")
    private Duration olderThan;

    @Option(
            names = "--larger-than",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Who holds more resident memory than this, such as 800M or 1.5G.")
    private Long largerThan;

    @Option(
            names = "--tree-larger-than",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Who holds more than this together with all its descendants.")
    private Long treeLargerThan;

    @Option(
            names = "--name",
            paramLabel = "GLOB",
            description =
                    "Whose name fits, with * for anything and ? for one character. Linux cuts names"
                            + " after 15 bytes.")
    private String name;

    @Option(
            names = "--children-of",
            paramLabel = "PID",
            converter = PidConverter.class,
            description = "Who is a child of this process.")
    private Long childrenOf;

    @Option(
            names = "--cookie",
            paramLabel = "VALUE",
            description =
                    "Who was started with this value of "
                            + ReapPolicies.SUPERVISOR_VARIABLE
                            + " in its environment, as all processes of a supervisor are; with"
                            + " NAME=VALUE, of another variable.")
    private String cookie;

    @Option(names = "--yes", description = "Ends them; without, they are only shown.")
    private boolean yes;

    @Mixin private GraceOption grace;

    @Mixin private FormatOption format;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        check();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int status = ExitStatus.OK;
        try (ProcessProbe probe = ProcessProbe.open();
                Reaper reaper =
                        Reaper.builder(probe).policy(policy(probe)).grace(grace.value()).build()) {
            ReapPlan plan = idle == null ? reaper.plan() : Observation.of(reaper, idle, err);
            ReapPlanPrinter.print(plan, out, format.value(), Terminal.outputWidth());
            if (yes) {
                // Who is ended must have been seen, whatever becomes of this process meanwhile.
                out.flush();
                status = print(reaper.reap(plan), out, err);
            } else if (!plan.isEmpty() && !format.isJson()) {
                out.println("Nobody has been ended: that needs --yes.");
            }
        }
        return Output.finish(spec.commandLine(), status);
    }

    private void check() {
        if (maxLoad != null && idle == null) {
            throw new ParameterException(spec.commandLine(), "--max-load needs --idle");
        }
        if (maxLoad != null && !(maxLoad >= 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--max-load is 0 or more, not " + maxLoad);
        }
        if (cookie != null && (cookie.isEmpty() || cookie.indexOf('=') == 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--cookie is VALUE or NAME=VALUE, not '" + cookie + "'");
        }
        if (!orphans
                && idle == null
                && olderThan == null
                && largerThan == null
                && treeLargerThan == null
                && name == null
                && childrenOf == null
                && cookie == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say whom: at least one of --orphans, --idle, --older-than, --larger-than,"
                            + " --tree-larger-than, --name, --children-of, --cookie is needed");
        }
    }

    /** All conditions at once, the dearest last: a cookie takes the memory lock of a process. */
    private ReapPolicy policy(ProcessProbe probe) {
        List<ReapPolicy> all = new ArrayList<>();
        if (orphans) {
            all.add(ReapPolicies.orphaned());
        }
        if (childrenOf != null) {
            // Whoever takes the number later is not meant; who is not there has no children.
            all.add(probe.identify(childrenOf).map(ReapPolicies::childOf).orElse(subject -> null));
        }
        if (name != null) {
            all.add(ReapPolicies.named(name));
        }
        if (olderThan != null) {
            all.add(ReapPolicies.olderThan(olderThan));
        }
        if (largerThan != null) {
            all.add(ReapPolicies.residentAbove(largerThan));
        }
        if (treeLargerThan != null) {
            all.add(ReapPolicies.subtreeResidentAbove(treeLargerThan));
        }
        if (idle != null) {
            all.add(ReapPolicies.idle(maxLoad == null ? DEFAULT_MAX_LOAD : maxLoad, idle));
        }
        if (cookie != null) {
            int end = cookie.indexOf('=');
            String variable = end < 0 ? ReapPolicies.SUPERVISOR_VARIABLE : cookie.substring(0, end);
            all.add(ReapPolicies.startedWith(probe, variable, cookie.substring(end + 1)));
        }
        return all.stream().reduce(ReapPolicy::and).orElseThrow();
    }

    private int print(ReapReport report, PrintWriter out, PrintWriter err) {
        KillReportPrinter printer = new KillReportPrinter();
        for (ReapReport.Result result : report.results()) {
            result.report().ifPresent(printer::add);
            if (result.report().isEmpty()) {
                Errors.print(
                        err,
                        "procprobe reap: PID "
                                + result.planned().id().pid()
                                + " cannot be ended: "
                                + result.failure());
            }
        }
        if (!format.isJson() && !report.results().isEmpty()) {
            out.println();
        }
        printer.print(out, format.value(), Terminal.outputWidth());
        return report.allEnded() ? ExitStatus.OK : ExitStatus.NOT_ALL;
    }
}
