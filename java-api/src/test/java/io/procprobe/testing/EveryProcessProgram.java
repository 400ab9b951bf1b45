package io.procprobe.testing;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads all of every process of the machine, asks whether each may be signalled, and writes which
 * outcomes there were, as lines of KEY=VALUE. A getter that fails ends the JVM with a stack trace.
 */
public final class EveryProcessProgram {
    private static final int ROUNDS = 10;

    private final ProcessProbe probe;
    private final Set<Status> fields = EnumSet.noneOf(Status.class);
    private final Set<Status> texts = EnumSet.noneOf(Status.class);
    private final Set<Status> rows = EnumSet.noneOf(Status.class);
    private final Set<Status> signals = EnumSet.noneOf(Status.class);

    private EveryProcessProgram(ProcessProbe probe) {
        this.probe = probe;
    }

    /** Runs some rounds. */
    public static void main(String[] args) {
        try (ProcessProbe probe = ProcessProbe.open()) {
            EveryProcessProgram program = new EveryProcessProgram(probe);
            FieldSet all = FieldSet.of(Field.values());
            try (ProcessTable table = probe.newTableBuilder().fields(all).open()) {
                for (int round = 0; round < ROUNDS; round++) {
                    program.askEach();
                    program.readTable(table);
                }
            }
            write("fields", program.fields);
            write("texts", program.texts);
            write("rows", program.rows);
            write("signals", program.signals);
        }
    }

    private void askEach() {
        PidBuffer pids = probe.newPidBuffer(1);
        probe.listPids(pids);
        SampleBuffer samples = probe.newSampleBuffer(pids.size());
        TextBuffer text = probe.newTextBuffer(64);
        for (Field field : Field.values()) {
            probe.query(pids, FieldSet.of(field), samples);
            readAll(samples, fields);
        }
        probe.query(pids, FieldSet.of(Field.IDENTITY), samples);
        for (int row = 0; row < samples.rows(); row++) {
            long pid = samples.pid(row);
            texts.add(probe.text().name(pid, text));
            texts.add(probe.text().executable(pid, text));
            texts.add(probe.text().commandLine(pid, text));
            texts.add(probe.text().environment(pid, "PATH", text));
            if (samples.has(row, Field.IDENTITY)) {
                signals.add(probe.signal(samples.id(row), 0));
            }
        }
    }

    private void readTable(ProcessTable table) {
        rows.add(table.refresh());
        readAll(table.rows(), rows);
        for (int row = 0; row < table.rows().rows(); row++) {
            int parent = table.parent(row);
            if (parent != ProcessTable.NONE && table.depth(parent) >= table.depth(row)) {
                throw new AssertionError("row " + row + " is not below its parent");
            }
            if (table.subtreeCount(row) < 1 || table.name(row).length() > table.nameLength(row)) {
                throw new AssertionError("row " + row);
            }
        }
    }

    private static void readAll(SampleBuffer samples, Set<Status> statuses) {
        for (int row = 0; row < samples.rows(); row++) {
            statuses.add(samples.status(row));
            samples.toSample(row);
            for (Field field : Field.values()) {
                if (samples.has(row, field)) {
                    Getters.get(samples, row, field);
                }
            }
        }
    }

    private static void write(String key, Set<Status> statuses) {
        System.out.println(
                key + "=" + statuses.stream().map(Status::name).collect(Collectors.joining(" ")));
    }
}
