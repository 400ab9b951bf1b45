package io.procprobe.cli.watch;

import io.procprobe.ProcessExit;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.cli.output.ExitWords;
import io.procprobe.cli.output.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.JsonGenerator;

/** One object in a line for each event. */
public final class JsonPrinter implements EventPrinter {
    private final PrintWriter out;

    /**
     * A printer.
     *
     * @param out receives the lines
     */
    public JsonPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void missing(Instant time, long pid, Status status) {
        try (JsonGenerator json = begin(time, "missing")) {
            json.writeNumberProperty("pid", pid);
            json.writeStringProperty("status", status.name());
            json.writeEndObject();
        }
        out.println();
    }

    @Override
    public void tick(Instant time, ProcessSample sample, Followed who) {
        try (JsonGenerator json = begin(time, "tick")) {
            Json.process(json, sample, who.name(), who.startTime());
            if (sample.cpuLoad().isPresent()) {
                json.writeNumberProperty("cpuLoad", sample.cpuLoad().getAsDouble());
            }
            json.writeEndObject();
        }
        out.println();
    }

    @Override
    public void exit(ProcessExit exit, Followed who) {
        try (JsonGenerator json = begin(exit.noticedAt(), "exit")) {
            json.writeNumberProperty("pid", exit.pid());
            json.writeStringProperty("status", Status.GONE.name());
            Json.text(json, "name", who.name());
            Json.text(json, "startTime", who.startTime());
            ExitWords.json(json, exit.exitCode(), exit.signal());
            Json.number(json, "cpuNanos", exit.cpuTotalNanos());
            json.writeEndObject();
        }
        out.println();
    }

    private JsonGenerator begin(Instant time, String event) {
        JsonGenerator json = Json.on(out);
        json.writeStartObject();
        json.writeStringProperty("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
        json.writeStringProperty("event", event);
        return json;
    }
}
