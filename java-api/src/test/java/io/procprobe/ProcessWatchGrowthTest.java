package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.GrowthProgram;
import io.procprobe.testing.Jvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Polling for long holds no more descriptors and no more memory than polling for a while. */
@EnabledOnOs(OS.LINUX)
class ProcessWatchGrowthTest {
    private static final int POLLS = 300_000;
    private static final int STAYING = 8;

    /** What a JVM may take for its own business; 16 bytes kept by each poll are more. */
    private static final long SLACK_BYTES = 4 << 20;

    /** As well; a leak would be hundreds. */
    private static final int SLACK_DESCRIPTORS = 10;

    @TempDir Path work;

    @BindingTest
    void longPollingHoldsNoMore(Binding binding, Children children, TestReporter reporter)
            throws Exception {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(POLLS));
        for (int i = 0; i < STAYING; i++) {
            arguments.add(Long.toString(children.sleeping().pid()));
        }
        Jvm.Result result =
                new Jvm(work)
                        .binding(binding)
                        .option("-Xms24m", "-Xmx24m", "-XX:+AlwaysPreTouch")
                        .option("-XX:MaxDirectMemorySize=4m")
                        .run(GrowthProgram.class, arguments.toArray(new String[0]));
        assertEquals(0, result.exit(), result.toString());
        reporter.publishEntry("growth", result.out().toString());
        assertTrue(number(result, "polls") >= POLLS);
        assertTrue(number(result, "exits") >= POLLS / 500);
        // Those of the library exactly; Java's own come and go.
        assertEquals(number(result, "watch.before"), number(result, "watch.after"));
        assertEquals(number(result, "watch.first"), number(result, "watch.last"));
        for (String[] times : new String[][] {{"before", "after"}, {"first", "last"}}) {
            long earlier = number(result, "descriptors." + times[0]);
            long later = number(result, "descriptors." + times[1]);
            assertTrue(later <= earlier + SLACK_DESCRIPTORS, result.toString());
        }
        long grown = number(result, "resident.after") - number(result, "resident.before");
        assertTrue(grown < SLACK_BYTES, "grown by " + grown + " bytes, " + result);
    }

    private static long number(Jvm.Result result, String key) {
        return Long.parseLong(result.get(key));
    }
}
