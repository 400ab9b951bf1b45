package io.procprobe.agent.http;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessState;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.agent.poll.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpStatus;

/**
 * One process, with what is too dear to read of all: asked of itself, by its identity, once for
 * each poll however many want to know.
 */
final class ProcessPage {
    private static final FieldSet FIELDS = FieldSet.of(Field.STATE, Field.UID);
    private static final int TEXT_BYTES = 4096;

    private final ProcessProbe probe;
    private final UserNames users = new UserNames(Path.of("/etc/passwd"));

    ProcessPage(ProcessProbe probe) {
        this.probe = probe;
    }

    Content one(Snapshot snapshot, String pid) throws ProblemException {
        int row = ProcessPages.requireRow(snapshot, parse(pid));
        Optional<ProcessId> id = snapshot.id(row);
        Optional<List<String>> commandLine = id.flatMap(this::commandLine);
        Optional<String> cgroup = id.flatMap(this::cgroup);
        Optional<ProcessSample> sample = id.map(who -> probe.sample(who, FIELDS));
        OptionalLong uid = sample.map(ProcessSample::uid).orElse(OptionalLong.empty());
        Optional<String> userName = uid.isPresent() ? users.of(uid.getAsLong()) : Optional.empty();
        String state =
                sample.flatMap(ProcessSample::state)
                        .map(ProcessPage::letter)
                        .orElse(snapshot.isAlive(row) ? "" : "Z");
        return Json.content(
                json -> {
                    json.writeStartObject();
                    new ProcessJson(json, snapshot).write(row, state);
                    if (commandLine.isPresent()) {
                        Json.texts(json, "commandLine", commandLine.get());
                    } else {
                        json.writeNullProperty("commandLine");
                    }
                    Json.number(json, "user", uid);
                    Json.text(json, "userName", userName.orElse(""));
                    Json.text(json, "cgroup", cgroup.orElse(""));
                    json.writeEndObject();
                });
    }

    private Optional<List<String>> commandLine(ProcessId id) {
        TextBuffer buffer = probe.newTextBuffer(TEXT_BYTES);
        return probe.text().commandLine(id, buffer) == Status.OK
                ? Optional.of(buffer.toStrings())
                : Optional.empty();
    }

    private Optional<String> cgroup(ProcessId id) {
        TextBuffer buffer = probe.newTextBuffer(TEXT_BYTES);
        return probe.text().cgroup(id, buffer) == Status.OK
                ? Optional.of(buffer.toString())
                : Optional.empty();
    }

    private static long parse(String pid) throws ProblemException {
        if (!pid.matches("[1-9]\\d{0,9}")) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST_400, "a PID is a whole number above 0");
        }
        return Long.parseLong(pid);
    }

    /** As {@code ps} writes them. */
    private static String letter(ProcessState state) {
        return switch (state) {
            case RUNNING -> "R";
            case SLEEPING -> "S";
            case BLOCKED -> "D";
            case STOPPED -> "T";
            case TRACED -> "t";
            case ZOMBIE -> "Z";
            case DEAD -> "X";
            case IDLE -> "I";
            case UNKNOWN -> "";
        };
    }
}
