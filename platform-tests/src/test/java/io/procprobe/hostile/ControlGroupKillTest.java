package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A whole tree that its control group ends: a watch tells the end of each, once. */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "control-groups")
final class ControlGroupKillTest {
    private static final int KILL = 9;

    @EachBinding
    void aTreeThatIsEndedAtOnceIsToldOneByOne(Binding binding) throws Exception {
        try (ControlGroup group = new ControlGroup(Mounted.MEMORY, "tree");
                ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            assumeTrue(group.has("cgroup.kill"), "Linux 5.14+ has cgroup.kill");
            group.add(child.pid());
            Map<Long, Long> untold = new HashMap<>();
            for (Child.Member member : child.members("tree 2 2")) {
                untold.put(watch.add(member.pid()), member.pid());
            }
            int tracked = untold.size();
            group.set("cgroup.kill", 1);
            ExitBuffer exits = probe.newExitBuffer(tracked);
            while (!untold.isEmpty()) {
                assertEquals(Status.OK, watch.await(Await.DEADLINE, exits));
                for (int row = 0; row < exits.rows(); row++) {
                    assertEquals(exits.pid(row), untold.remove(exits.slot(row)));
                    // Unknown, where it was reaped before it could be asked about.
                    assertEquals(KILL, exits.toExit(row).signal().orElse(KILL));
                }
            }
            assertEquals(tracked, watch.stats().ended());
        }
    }
}
