package io.procprobe.cli.output;

import io.procprobe.ProcessSample;
import io.procprobe.Status;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** What the subcommands have in common when they write JSON: absent means unknown. */
public final class Json {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    // A tree of processes may be as deep as there are processes.
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private Json() {}

    /**
     * A generator on a command's output. To be closed; the output stays open.
     *
     * @param out receives the JSON
     * @return a generator of compact JSON
     */
    public static JsonGenerator on(PrintWriter out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /**
     * Writes a number when it is known.
     *
     * @param json where to
     * @param key its key
     * @param value the number
     */
    public static void number(JsonGenerator json, String key, OptionalLong value) {
        if (value.isPresent()) {
            json.writeNumberProperty(key, value.getAsLong());
        }
    }

    /**
     * Writes a text when it is known.
     *
     * @param json where to
     * @param key its key
     * @param value anything with a textual form
     */
    public static void text(JsonGenerator json, String key, Optional<?> value) {
        if (value.isPresent()) {
            json.writeStringProperty(key, value.get().toString());
        }
    }

    /**
     * Writes the keys that every object of a process has.
     *
     * @param json an object that has been started
     * @param sample the reading
     * @param name the name
     */
    public static void process(JsonGenerator json, ProcessSample sample, Optional<String> name) {
        process(json, sample, name, sample.startTime());
    }

    /**
     * The same with a start time that was read before.
     *
     * @param json an object that has been started
     * @param sample the reading
     * @param name the name
     * @param startTime when the process started
     */
    public static void process(
            JsonGenerator json,
            ProcessSample sample,
            Optional<String> name,
            Optional<Instant> startTime) {
        json.writeNumberProperty("pid", sample.pid());
        json.writeStringProperty("status", sample.status().name());
        if (sample.status() != Status.OK) {
            return;
        }
        number(json, "parentPid", sample.parentPid());
        text(json, "name", name);
        text(json, "state", sample.state());
        text(json, "startTime", startTime);
        number(json, "residentBytes", sample.residentBytes());
        number(json, "privateBytes", sample.privateBytes());
        number(json, "virtualBytes", sample.virtualBytes());
        number(json, "cpuNanos", sample.cpuTotalNanos());
        number(json, "userNanos", sample.cpuUserNanos());
        number(json, "systemNanos", sample.cpuSystemNanos());
        number(json, "threads", sample.threads());
        number(json, "uid", sample.uid());
    }
}
