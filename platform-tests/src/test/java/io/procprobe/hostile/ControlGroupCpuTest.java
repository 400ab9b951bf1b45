package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procprobe.ProcessProbe;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.util.OptionalDouble;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The limit of processor time of this process's control group, of version 2 or 1. */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "control-groups")
final class ControlGroupCpuTest {
    private static final int PERIOD_MICROS = 100_000;
    private static final int QUOTA_MICROS = 150_000;

    @EachBinding
    void theLimitIsTold(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                ControlGroup group = new ControlGroup(Mounted.CPU, "slow")) {
            assertEquals(OptionalDouble.empty(), probe.systemFacts().cgroupCpuLimit());
            if (group.has("cpu.max")) {
                group.set("cpu.max", QUOTA_MICROS + " " + PERIOD_MICROS);
            } else {
                group.set("cpu.cfs_period_us", PERIOD_MICROS);
                group.set("cpu.cfs_quota_us", QUOTA_MICROS);
            }
            group.add(ProcessHandle.current().pid());
            try {
                assertEquals(
                        OptionalDouble.of((double) QUOTA_MICROS / PERIOD_MICROS),
                        probe.systemFacts().cgroupCpuLimit());
            } finally {
                Guest.write(Mounted.CPU + "/cgroup.procs", ProcessHandle.current().pid());
            }
            assertEquals(OptionalDouble.empty(), probe.systemFacts().cgroupCpuLimit());
        }
    }
}
