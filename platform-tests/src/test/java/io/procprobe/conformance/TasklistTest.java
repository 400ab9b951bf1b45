package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Readings;
import io.procprobe.conformance.support.Tool;
import io.procprobe.conformance.support.Wine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A child, as the tools of Windows see it. */
@Tag("windows")
@EnabledOnOs(OS.WINDOWS)
final class TasklistTest {
    private static final long KB = 1024;

    /** Process numbers are multiples of this; the system itself takes others for the next lower. */
    private static final int STEP = 4;

    /** One line: {@code "name.exe","1234","Console","1","3,456 K"}, digits grouped as is local. */
    @EachBinding
    void tasklistSaysTheSame(Binding binding) throws Exception {
        Wine.skip("has a tasklist that takes no filter");
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            child.order("touch 16");
            String line =
                    Tool.run("tasklist", "/FO", "CSV", "/NH", "/FI", "PID eq " + child.pid())
                            .orElseGet(() -> abort("tasklist is not installed"));
            String[] columns = line.substring(1, line.length() - 1).split("\",\"", -1);
            assertEquals(probe.text().name(child.pid()).orElseThrow(), columns[0]);
            assertEquals(child.pid(), Long.parseLong(columns[1]));
            long resident = Long.parseLong(columns[4].replaceAll("[^0-9]", "")) * KB;
            long found =
                    probe.sample(child.pid(), FieldSet.of(Field.RESIDENT))
                            .residentBytes()
                            .orElseThrow();
            assertTrue(
                    Math.abs(found - resident) <= Readings.memorySlack(probe.systemFacts()),
                    found + ", but " + resident);
        }
    }

    @EachBinding
    void powerShellNamesTheSameParent(Binding binding) throws Exception {
        Wine.skip("has a PowerShell that does nothing");
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            long spawned = child.ask("spawn");
            String parent =
                    Tool.run(
                                    "powershell",
                                    "-NoProfile",
                                    "-NonInteractive",
                                    "-Command",
                                    "(Get-CimInstance Win32_Process -Filter 'ProcessId="
                                            + spawned
                                            + "').ParentProcessId")
                            .orElseGet(() -> abort("PowerShell is not installed"));
            assertEquals(
                    Long.parseLong(parent),
                    probe.sample(spawned, FieldSet.of(Field.PARENT)).parentPid().orElseThrow());
        }
    }

    @EachBinding
    void numbersBetweenAreNobodys(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            for (long pid = child.pid() + 1; pid < child.pid() + STEP; pid++) {
                Status status = probe.sample(pid, FieldSet.SWEEP).status();
                assertTrue(status == Status.GONE || status == Status.INVALID, pid + ": " + status);
            }
        }
    }
}
