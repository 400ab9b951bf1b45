package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.SystemFacts;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import org.junit.jupiter.api.condition.OS;

/** Facts of the machine, against those that Java knows. */
final class SystemFactsTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final OperatingSystemMXBean BEAN =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Java's figures are those of the control group, where one sets a limit. */
    @EachBinding
    void processorsAreThoseOfJava(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            SystemFacts facts = probe.systemFacts();
            int usable = facts.cpusUsable().orElseThrow();
            assertTrue(usable <= facts.cpusOnline().orElseThrow());
            assertTrue(BEAN.getAvailableProcessors() <= usable);
            facts.cgroupCpuLimit().ifPresent(limit -> assertTrue(limit > 0));
        }
    }

    @EachBinding
    void memoryIsThatOfJava(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            SystemFacts facts = probe.systemFacts();
            long total = facts.memoryTotalBytes().orElseThrow();
            long available = facts.memoryAvailableBytes().orElseThrow();
            assertTrue(BEAN.getTotalMemorySize() <= total);
            assertTrue(available > 0 && available <= total, facts.toString());
            assertTrue(
                    facts.swapFreeBytes().orElse(0) <= facts.swapTotalBytes().orElse(0),
                    facts.toString());
            assertTrue(facts.pageBytes() >= 4096 && Integer.bitCount(facts.pageBytes()) == 1);
        }
    }

    @EachBinding
    void theMachineWasStartedBeforeThisProcess(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            Instant boot = probe.systemFacts().bootTime().orElseThrow();
            assertTrue(boot.isAfter(Instant.EPOCH));
            assertFalse(boot.isAfter(ProcessHandle.current().info().startInstant().orElseThrow()));
        }
    }

    @EachBinding
    void theUserIsThatOfThisProcess(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            SystemFacts facts = probe.systemFacts();
            assertEquals(OS.WINDOWS.isCurrentOs(), facts.uid().isEmpty());
            assertEquals(probe.sample(OWN_PID, FieldSet.of(Field.UID)).uid(), facts.uid());
            facts.pidMax().ifPresent(most -> assertTrue(OWN_PID < most));
        }
    }

    /** What never changes while the machine runs is the same whenever it is asked for. */
    @EachBinding
    void theBootStaysTheSame(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            SystemFacts facts = probe.systemFacts();
            SystemFacts again = probe.systemFacts();
            assertEquals(facts.bootId(), again.bootId());
            assertEquals(facts.tokenKind(), again.tokenKind());
            assertEquals(facts.ticksPerSecond(), again.ticksPerSecond());
            assertEquals(facts.memoryTotalBytes(), again.memoryTotalBytes());
        }
    }
}
