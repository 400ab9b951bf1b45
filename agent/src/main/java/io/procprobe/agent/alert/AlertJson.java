package io.procprobe.agent.alert;

import io.procprobe.agent.config.AlertSpec;
import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a webhook is sent. */
final class AlertJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private AlertJson() {}

    static String of(String host, long timeMillis, AlertStatus status, String text) {
        AlertSpec spec = status.spec();
        StringWriter written = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), written)) {
            json.writeStartObject();
            json.writeStringProperty("state", status.isFiring() ? "firing" : "cleared");
            json.writeStringProperty("host", host);
            json.writeNumberProperty("time", timeMillis);
            json.writeStringProperty("group", spec.group());
            json.writeStringProperty("measure", spec.measure().name().toLowerCase(Locale.ROOT));
            json.writeNumberProperty("threshold", spec.above());
            json.writeNumberProperty("clearBelow", spec.clearBelow());
            json.writeName("value");
            if (status.value().isPresent()) {
                json.writeNumber(status.value().getAsDouble());
            } else {
                json.writeNull();
            }
            json.writeStringProperty("text", text);
            json.writeEndObject();
        }
        return written.toString();
    }
}
