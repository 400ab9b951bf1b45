package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessTable;
import io.procprobe.Status;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the kernel's own text says of a tree that stands still, numbered as in {@code proc(5)}. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
final class LinuxProcfsTest {
    private static final int PARENT = 4;
    private static final int GROUP = 5;
    private static final int SESSION = 6;
    private static final int THREADS = 20;
    private static final int VIRTUAL = 23;
    private static final int FIRST_AFTER_NAME = 3;

    private static long stat(long pid, int field) throws Exception {
        String text = Files.readString(Path.of("/proc", "" + pid, "stat"));
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[field - FIRST_AFTER_NAME]);
    }

    @EachBinding
    void theRecordSaysTheSame(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            child.order("threads 3");
            List<Child.Member> members = child.members("tree 2 2");
            for (long pid : new long[] {child.pid(), members.get(0).pid()}) {
                ProcessSample sample = probe.sample(pid, FieldSet.CHEAP_AND_TEXT);
                assertEquals(stat(pid, PARENT), sample.parentPid().orElseThrow());
                assertEquals(stat(pid, GROUP), sample.processGroup().orElseThrow());
                assertEquals(stat(pid, SESSION), sample.session().orElseThrow());
                assertEquals(stat(pid, THREADS), sample.threads().orElseThrow());
                assertEquals(stat(pid, VIRTUAL), sample.virtualBytes().orElseThrow());
                assertEquals(
                        ((Integer) Files.getAttribute(Path.of("/proc", "" + pid), "unix:uid"))
                                .longValue(),
                        sample.uid().orElseThrow());
            }
        }
    }

    @EachBinding
    void aTableKnowsTheSessions(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessTable table = probe.newTable()) {
            assertEquals(Status.OK, table.refresh());
            assertEquals(stat(child.pid(), SESSION), table.session(table.find(child.pid())));
        }
    }
}
