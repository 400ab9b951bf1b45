package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessState;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Exits;
import io.procprobe.conformance.support.Readings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Linux numbers threads as it numbers processes, and takes the first one for the process. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
final class LinuxThreadsTest {
    private static final long MB = 1 << 20;

    private static List<Long> threads(long pid) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + pid, "task"))) {
            return tasks.map(task -> Long.parseLong(task.getFileName().toString())).toList();
        }
    }

    @EachBinding
    void aThreadIsNoProcess(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            child.order("threads 2");
            List<Long> threads = threads(child.pid());
            assertEquals(3, threads.size());
            for (long thread : threads) {
                Status expected = thread == child.pid() ? Status.OK : Status.GONE;
                assertEquals(expected, probe.sample(thread, FieldSet.NONE).status());
                assertEquals(expected, probe.sample(thread, FieldSet.CHEAP_AND_TEXT).status());
                assertEquals(expected, probe.text().name(thread, probe.newTextBuffer(1)));
                assertEquals(expected, ProcessWatch.statusOf(watch.add(thread)));
            }
        }
    }

    private static void endFirstThread(Child child) throws Exception {
        child.order("end-first-thread");
        Path stat = Path.of("/proc", "" + child.pid(), "stat");
        Await.until(
                "Linux calls it a zombie",
                () -> {
                    String text = Files.readString(stat);
                    return text.charAt(text.lastIndexOf(')') + 2) == 'Z';
                });
    }

    /** Its own record says that it is a zombie, and that it has no memory: both are wrong. */
    @EachBinding
    void whoseFirstThreadHasEndedIsAlive(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            child.order("touch 16");
            endFirstThread(child);
            ProcessSample sample = probe.sample(id, FieldSet.CHEAP_AND_TEXT);
            assertEquals(Status.OK, sample.status());
            assertTrue(sample.alive().orElseThrow());
            assertNotEquals(ProcessState.ZOMBIE, sample.state().orElseThrow());
            long slack = Readings.memorySlack(probe.systemFacts());
            assertTrue(sample.residentBytes().orElseThrow() >= 16 * MB - slack, sample.toString());
            assertTrue(sample.privateBytes().orElseThrow() >= 16 * MB - slack, sample.toString());
            assertTrue(sample.virtualBytes().orElseThrow() >= 16 * MB, sample.toString());
            Await.until(
                    "the thread that goes on waits",
                    () ->
                            probe.sample(id, FieldSet.of(Field.STATE)).state().orElseThrow()
                                    == ProcessState.SLEEPING);
        }
    }

    @EachBinding
    void aWatchTellsOfItsRealEndOnly(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            watch.add(child.pid());
            Exits exits = new Exits(probe, watch);
            endFirstThread(child);
            assertEquals(0, exits.more());
            watch.poll(rows);
            assertEquals(Status.OK, rows.status(0));
            assertTrue(rows.residentBytes(0) > 0);
            assertEquals(0, exits.more());
            child.last("exit 5");
            exits.awaitAll(1);
        }
    }
}
