package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.OS;

/** Name, program, arguments, environment and start, against what the child was started with. */
final class DescriptionTest {
    /** Linux states the time of its start in seconds, and starts of processes in ticks since. */
    private static final Duration START_SLACK = Duration.ofMillis(1_020);

    /** A text that is not offered says so; Linux offers all of them. */
    private static boolean isOffered(Status status) {
        assertTrue(
                status == Status.OK || (status == Status.UNSUPPORTED && !OS.LINUX.isCurrentOs()),
                status.toString());
        return status == Status.OK;
    }

    @EachBinding
    void theNameIsThatOfTheProgram(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            String name = probe.text().name(child.pid()).orElseThrow();
            assertFalse(name.isEmpty());
            // Systems cut long names off.
            String file = Child.program().getFileName().toString();
            assertTrue(file.startsWith(name), name + " of " + file);
        }
    }

    @EachBinding
    void theExecutableIsThatOfJava(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            TextBuffer text = probe.newTextBuffer(1);
            if (isOffered(probe.text().executable(child.pid(), text))) {
                assertEquals(child.process().info().command().orElseThrow(), text.toString());
            }
        }
    }

    @EachBinding
    void theArgumentsAreThoseItWasStartedWith(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            TextBuffer text = probe.newTextBuffer(1);
            if (isOffered(probe.text().commandLine(child.pid(), text))) {
                assertEquals(List.of(Child.program().toString()), text.toStrings());
            }
        }
    }

    @EachBinding
    void theEnvironmentIsThatItWasStartedWith(Binding binding) throws Exception {
        String value = "a value = with spaces";
        try (ProcessProbe probe = binding.open();
                Child child = Child.start(Map.of("PROCPROBE_TEST", value, "PROCPROBE_NONE", ""))) {
            TextBuffer text = probe.newTextBuffer(1);
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            if (isOffered(probe.text().environment(id, "PROCPROBE_TEST", text))) {
                assertEquals(value, text.toString());
                assertEquals(Status.OK, probe.text().environment(id, "PROCPROBE_NONE", text));
                assertEquals("", text.toString());
                assertEquals(Status.NOT_FOUND, probe.text().environment(id, "PROCPROBE", text));
            }
        }
    }

    @EachBinding
    void theStartIsThatOfJava(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            Instant expected = child.process().info().startInstant().orElseThrow();
            Instant start =
                    probe.sample(child.pid(), FieldSet.of(Field.START_TIME))
                            .startTime()
                            .orElseThrow();
            Duration difference = Duration.between(expected, start).abs();
            assertTrue(difference.compareTo(START_SLACK) <= 0, expected + ", but " + start);
        }
    }

    /** Of two children, the one that was started later did not start before. */
    @EachBinding
    void startsAreInOrder(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child first = Child.start();
                Child second = Child.start()) {
            FieldSet start = FieldSet.of(Field.START_TIME);
            assertFalse(
                    probe.sample(second.pid(), start)
                            .startTime()
                            .orElseThrow()
                            .isBefore(probe.sample(first.pid(), start).startTime().orElseThrow()));
        }
    }
}
