package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessResources;
import io.procprobe.Resource;
import io.procprobe.Status;
import io.procprobe.SystemFacts;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Control groups are mounted, but none with a memory controller: nothing is told of memory. */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "control-groups")
final class NoMemoryControllerTest {
    @EachBinding
    void whatIsNotThereIsNotTold(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            SystemFacts facts = probe.systemFacts();
            assertEquals(OptionalInt.empty(), facts.cgroupVersion());
            assertEquals(OptionalLong.empty(), facts.cgroupMemoryLimitBytes());
            assertEquals(OptionalLong.empty(), facts.cgroupMemoryUsedBytes());
            ProcessId self = probe.identify(ProcessHandle.current().pid()).orElseThrow();
            ProcessResources told = probe.resources(self, Set.of(Resource.CGROUP_MEMORY));
            assertEquals(Status.OK, told.status());
            assertEquals(OptionalInt.empty(), told.cgroupVersion());
            assertEquals(OptionalLong.empty(), told.cgroupMemoryLimitBytes());
            assertEquals(OptionalLong.empty(), told.cgroupMemoryUsedBytes());
            assertEquals(OptionalLong.empty(), told.cgroupMemoryHeadroomBytes());
        }
    }
}
