package io.procprobe.cli;

import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.TreeKill;
import io.procprobe.cli.output.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code procprobe kill PID...}: ends processes, and says how each ended. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Asks processes to end (SIGTERM), kills those that have not ended in time (SIGKILL),"
                        + " and reports on each.",
        footer = {
            "",
            "Ended is who had the PID at the start, never a later holder of it. With --tree",
            "all are stopped (SIGSTOP) while they are looked for, so that none can start",
            "another one. Never ended: the first process, this one, and a tree with either.",
            "Windows cannot ask: there they are killed at once, whatever the grace time.",
            "OUTCOME:",
            "  TERMINATED   it ended when it was asked to",
            "  KILLED       it had to be killed",
            "  GONE         it was not there any more",
            "  DENIED       this user may not signal it",
            "  STILL_THERE  it has been killed and waits in the kernel",
            "  SPARED       a dry run: it would have been ended",
            "JSON: one object per line and process: pid, parentPid, name, outcome,",
            "afterNanos; exitCode, or signal with signalName. Absent keys are unknown.",
            "Exit status: 0 when all have ended, or in a dry run were there; 3 when any has",
            "not, or was not there; 2 for bad usage."
        })
final class KillCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PID", arity = "1..*", description = "Processes to end.")
    private List<String> pids;

    @Option(names = "--tree", description = "Also ends all their descendants.")
    private boolean withTree;

    @Mixin private GraceOption grace;

    @Option(
            names = "--cookie",
            paramLabel = "NAME=VALUE",
            description =
                    "With --tree: also ends whoever was started with this variable in its"
                            + " environment, wherever it went.")
    private String cookie;

    @Option(names = "--dry-run", description = "Shows who would be ended, and sends nothing.")
    private boolean dryRun;

    @Option(
            names = "--format",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TableFormat format;

    @Spec private CommandSpec spec;

    private boolean skippedGrace;

    @Override
    public Integer call() throws InterruptedException {
        checkCookie();
        LinkedHashSet<Long> wanted =
                new LinkedHashSet<>(PidArguments.parse(spec.commandLine(), pids));
        KillReportPrinter printer = new KillReportPrinter();
        boolean allEnded = true;
        // At the same time, so that they share the grace; threads of the system, for waiting holds
        // them.
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ProcessProbe probe = ProcessProbe.open()) {
            List<Job> jobs = new ArrayList<>();
            for (long pid : wanted) {
                Optional<ProcessId> id = pid < 1 ? Optional.empty() : probe.identify(pid);
                jobs.add(
                        new Job(
                                pid,
                                id.map(who -> threads.submit(() -> kill(probe, who)))
                                        .orElse(null)));
            }
            for (Job job : jobs) {
                allEnded &= finish(job, printer);
            }
        } finally {
            threads.shutdownNow();
        }
        if (skippedGrace) {
            Errors.print(
                    spec.commandLine().getErr(),
                    "procprobe kill: this system cannot ask processes to end: they were killed at"
                            + " once, without the grace time");
        }
        printer.print(spec.commandLine().getOut(), format, Terminal.outputWidth());
        return Output.finish(spec.commandLine(), allEnded ? ExitStatus.OK : ExitStatus.NOT_ALL);
    }

    /** One PID; nothing is to be done for one that nobody has. */
    private record Job(long pid, Future<KillReport> report) {}

    private void checkCookie() {
        if (cookie == null) {
            return;
        }
        if (!withTree) {
            throw new ParameterException(spec.commandLine(), "--cookie needs --tree");
        }
        if (cookie.indexOf('=') < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--cookie is NAME=VALUE, not '" + cookie + "'");
        }
    }

    private KillReport kill(ProcessProbe probe, ProcessId who) throws InterruptedException {
        TreeKill kill = probe.treeKill(who).grace(grace.value());
        if (!withTree) {
            kill.alone();
        }
        if (cookie != null) {
            int end = cookie.indexOf('=');
            kill.cookie(cookie.substring(0, end), cookie.substring(end + 1));
        }
        if (dryRun) {
            kill.dryRun();
        }
        return kill.run();
    }

    /** Whether all that the job is about have ended. */
    private boolean finish(Job job, KillReportPrinter printer) throws InterruptedException {
        if (job.report == null) {
            printer.addMissing(job.pid);
            return false;
        }
        try {
            KillReport report = job.report.get();
            printer.add(report);
            skippedGrace |= report.terminateUnsupported();
            boolean wasThere = report.entries().get(0).outcome() != KillReport.Outcome.GONE;
            return wasThere && (report.complete() || dryRun);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                Errors.print(
                        spec.commandLine().getErr(), "procprobe kill: " + refused.getMessage());
                return false;
            }
            if (e.getCause() instanceof RuntimeException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
