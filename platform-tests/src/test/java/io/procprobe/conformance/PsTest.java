package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Readings;
import io.procprobe.conformance.support.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A child, as {@code ps} sees it. */
@Tag("posix")
@EnabledOnOs({OS.LINUX, OS.MAC})
final class PsTest {
    private static final long KB = 1024;

    @EachBinding
    void psSaysTheSame(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            child.order("touch 16");
            ProcessSample sample = probe.sample(child.pid(), FieldSet.CHEAP_AND_TEXT);
            String columns = "pid=,ppid=,uid=,pgid=,rss=,vsz=";
            String[] words =
                    Tool.run("ps", "-o", columns, "-p", "" + child.pid())
                            .orElseGet(() -> abort("no ps(1) that knows -o " + columns))
                            .split(" +", -1);
            assertEquals(child.pid(), Long.parseLong(words[0]));
            assertEquals(Long.parseLong(words[1]), sample.parentPid().orElseThrow());
            assertEquals(Long.parseLong(words[2]), sample.uid().orElseThrow());
            assertEquals(Long.parseLong(words[3]), sample.processGroup().orElseThrow());
            long slack = Readings.memorySlack(probe.systemFacts());
            long resident = Long.parseLong(words[4]) * KB;
            assertTrue(
                    Math.abs(sample.residentBytes().orElseThrow() - resident) <= slack,
                    sample + ", but " + resident);
            assertEquals(Long.parseLong(words[5]) * KB, sample.virtualBytes().orElseThrow());
        }
    }
}
