package io.procprobe.agent.http;

import io.procprobe.agent.alert.AlertStatus;
import io.procprobe.agent.alert.Alerts;
import io.procprobe.agent.event.Event;
import io.procprobe.agent.event.EventRing;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What has happened, and which thresholds are crossed. */
final class EventPages {
    static final List<String> PARAMETERS = List.of("since", "limit");

    private final EventRing ring;
    private final Alerts alerts;

    EventPages(EventRing ring, Alerts alerts) {
        this.ring = ring;
        this.alerts = alerts;
    }

    Content events(Query query) throws ProblemException {
        long since = query.number("since", 0, Long.MAX_VALUE).orElse(0);
        int limit = (int) query.number("limit", 0, EventRing.CAPACITY).orElse(EventRing.CAPACITY);
        EventRing.Reading reading = ring.since(since, limit);
        return Json.content(
                json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("last", reading.last());
                    json.writeArrayPropertyStart("events");
                    reading.events().forEach(event -> write(json, event));
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    Content alerts() {
        return Json.content(
                json -> {
                    json.writeStartObject();
                    json.writeArrayPropertyStart("alerts");
                    alerts.statuses().forEach(status -> write(json, status));
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static void write(JsonGenerator json, Event event) {
        json.writeStartObject();
        json.writeNumberProperty("id", event.id());
        json.writeNumberProperty("time", event.timeMillis());
        json.writeStringProperty("kind", lowerCase(event.kind()));
        Json.number(json, "pid", event.pid());
        json.writeStringProperty("name", event.name());
        Json.texts(json, "groups", event.groups());
        Json.text(json, "reason", event.reason());
        Json.number(json, "exitCode", event.exitCode());
        Json.number(json, "signal", event.signal());
        Json.number(json, "livedMillis", event.livedMillis());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, AlertStatus status) {
        json.writeStartObject();
        json.writeStringProperty("group", status.spec().group());
        json.writeStringProperty("measure", lowerCase(status.spec().measure()));
        Json.number(json, "threshold", status.spec().above());
        Json.number(json, "value", status.value());
        Json.number(json, "since", status.sinceMillis());
        json.writeBooleanProperty("firing", status.isFiring());
        json.writeEndObject();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
