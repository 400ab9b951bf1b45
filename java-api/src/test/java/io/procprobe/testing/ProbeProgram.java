package io.procprobe.testing;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProbeDiagnostics;
import io.procprobe.ProbeUnavailableException;
import io.procprobe.ProcessProbe;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import java.util.List;

/**
 * Opens a probe in a {@link Jvm} of its own and writes what came of it, as lines of KEY=VALUE. Each
 * argument is a PID that is then read as a whole.
 */
public final class ProbeProgram {
    /** The variable whose value is asked for. */
    public static final String VARIABLE = "PROCPROBE_TEST";

    private ProbeProgram() {}

    /** Writes all; an outcome that has no key of its own ends the JVM with a stack trace. */
    public static void main(String[] pids) {
        try (ProcessProbe probe = ProcessProbe.open()) {
            ProbeDiagnostics diagnostics = probe.diagnostics();
            write("binding", diagnostics.binding());
            write("library", diagnostics.library());
            attempts(diagnostics.attempts());
            read(probe, "own", ProcessHandle.current().pid());
            for (int i = 0; i < pids.length; i++) {
                read(probe, Integer.toString(i), Long.parseLong(pids[i]));
            }
        } catch (ProbeUnavailableException e) {
            write("unavailable", e.getMessage());
            write("causes", e.getSuppressed().length);
            attempts(e.attempts());
        } catch (IllegalArgumentException e) {
            write("illegal", e.getMessage());
        }
    }

    private static void attempts(List<String> attempts) {
        for (int i = 0; i < attempts.size(); i++) {
            write("attempt." + i, attempts.get(i));
        }
    }

    private static void read(ProcessProbe probe, String key, long pid) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        probe.query(pid, FieldSet.CHEAP_AND_TEXT, rows);
        write(key + ".status", rows.status(0));
        write(key + ".fields", rows.fields(0));
        probe.query(pid, FieldSet.of(Field.UNIQUE, Field.RESIDENT), rows);
        write(key + ".exact", rows.status(0) + " " + rows.fields(0) + " " + rows.osError(0));
        probe.query(pid, FieldSet.of(Field.UNIQUE), rows);
        write(key + ".exactOnly", rows.status(0) + " " + rows.fields(0) + " " + rows.osError(0));
        TextBuffer text = probe.newTextBuffer(64);
        write(key + ".name", said(probe.text().name(pid, text), text));
        write(key + ".executable", said(probe.text().executable(pid, text), text));
        Status commandLine = probe.text().commandLine(pid, text);
        write(key + ".commandLine", commandLine + " " + text.toStrings());
        Status environment = probe.text().environment(pid, VARIABLE, text);
        write(key + ".environment", said(environment, text));
    }

    private static String said(Status status, TextBuffer text) {
        return status == Status.OK ? "OK " + text : status.name();
    }

    /** A line end inside a value would make two lines of it and is told. */
    private static void write(String key, Object value) {
        System.out.println(key + "=" + value.toString().replace("\n", "<LINE END>"));
    }
}
