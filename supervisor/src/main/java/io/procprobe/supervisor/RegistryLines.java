package io.procprobe.supervisor;

import io.procprobe.ProcessId;
import io.procprobe.TokenKind;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The lines of the registry's file: a JSON object each. The first one says whose file it is; the
 * others what has happened, in order:
 *
 * <pre>
 * {"procprobeRegistry":1,"supervisor":"8f14…","bootId":"0b9e…"}
 * {"event":"starting","spawn":"3","startedAt":"2026-01-31T12:00:00Z","deadlineMillis":60000,
 *  "tags":{"kind":"worker"}}
 * {"event":"alive","spawn":"3","pid":4711,"tokenKind":"PIDFD_INODE","token":"1234",…}
 * {"event":"ended","spawn":"3"}
 * </pre>
 *
 * <p>{@code alive} repeats what {@code starting} said, so that each line stands for itself. Tokens
 * are text, as they need all 64 bits. {@code bootId} is missing where the system has none. Unknown
 * keys are passed over; a reader of version 1 refuses a file of another version.
 */
final class RegistryLines {
    static final int VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();
    private static final String VERSION_KEY = "procprobeRegistry";

    /**
     * The first line.
     *
     * @param supervisor the cookie of all processes of this registry
     * @param bootId null where the system has none
     */
    record Header(String supervisor, String bootId) {}

    /**
     * Any other line.
     *
     * @param event "starting", "alive" or "ended"
     * @param entry of whom; with "ended" all but the number of the start is made up
     */
    record Line(String event, RegistryEntry entry) {}

    private RegistryLines() {}

    private static String object(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            content.accept(json);
            json.writeEndObject();
        }
        return text + "\n";
    }

    static String header(Header header) {
        return object(
                json -> {
                    json.writeNumberProperty(VERSION_KEY, VERSION);
                    json.writeStringProperty("supervisor", header.supervisor);
                    if (header.bootId != null) {
                        json.writeStringProperty("bootId", header.bootId);
                    }
                });
    }

    static String starting(RegistryEntry entry) {
        return object(json -> write(json, "starting", entry));
    }

    static String alive(RegistryEntry entry) {
        return object(json -> write(json, "alive", entry));
    }

    static String ended(String spawnId) {
        return object(
                json -> {
                    json.writeStringProperty("event", "ended");
                    json.writeStringProperty("spawn", spawnId);
                });
    }

    private static void write(JsonGenerator json, String event, RegistryEntry entry) {
        json.writeStringProperty("event", event);
        json.writeStringProperty("spawn", entry.spawnId());
        ProcessId id = entry.id();
        if (id != null) {
            json.writeNumberProperty("pid", id.pid());
            json.writeStringProperty("tokenKind", id.tokenKind().name());
            json.writeStringProperty("token", Long.toUnsignedString(id.startToken()));
        }
        json.writeStringProperty("startedAt", entry.startedAt().toString());
        if (entry.deadline() != null) {
            json.writeNumberProperty("deadlineMillis", entry.deadline().toMillis());
        }
        json.writeObjectPropertyStart("tags");
        entry.tags().asMap().forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    /** Null when this is no first line of a registry. */
    static Header readHeader(String text) throws UnknownVersionException {
        Map<String, String> values = read(text, new HashMap<>());
        if (values == null || values.get(VERSION_KEY) == null || values.get("supervisor") == null) {
            return null;
        }
        if (!values.get(VERSION_KEY).equals(Integer.toString(VERSION))) {
            throw new UnknownVersionException(values.get(VERSION_KEY));
        }
        return new Header(values.get("supervisor"), values.get("bootId"));
    }

    /** Null when this is no such line: cut off, or damaged. */
    static Line readLine(String text) {
        Map<String, String> tags = new HashMap<>();
        Map<String, String> values = read(text, tags);
        if (values == null || values.get("event") == null || values.get("spawn") == null) {
            return null;
        }
        String spawn = values.get("spawn");
        try {
            return switch (values.get("event")) {
                case "ended" ->
                        new Line(
                                "ended",
                                new RegistryEntry(spawn, null, Tags.none(), Instant.EPOCH, null));
                case "starting" -> new Line("starting", entry(values, tags, null));
                case "alive" -> new Line("alive", entry(values, tags, id(values)));
                default -> null;
            };
        } catch (RuntimeException e) {
            return null; // a number, a time or a kind that is none
        }
    }

    private static RegistryEntry entry(
            Map<String, String> values, Map<String, String> tags, ProcessId id) {
        String deadline = values.get("deadlineMillis");
        return new RegistryEntry(
                values.get("spawn"),
                id,
                Tags.of(tags),
                Instant.parse(values.get("startedAt")),
                deadline == null ? null : Duration.ofMillis(Long.parseLong(deadline)));
    }

    private static ProcessId id(Map<String, String> values) {
        return new ProcessId(
                Long.parseLong(values.get("pid")),
                TokenKind.valueOf(values.get("tokenKind")),
                Long.parseUnsignedLong(values.get("token")));
    }

    /** Scalars by key, as text; those of "tags" apart. Null when it is no whole object. */
    private static Map<String, String> read(String text, Map<String, String> tags) {
        Map<String, String> values = new HashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.START_OBJECT && key.equals("tags")) {
                    readTags(json, tags);
                } else if (value.isStructStart()) {
                    json.skipChildren();
                } else {
                    values.put(key, json.getString());
                }
            }
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null
                    ? values
                    : null;
        } catch (JacksonException | NullPointerException e) {
            return null; // cut off in the middle of a word, or of the object
        }
    }

    private static void readTags(JsonParser json, Map<String, String> tags) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            json.nextToken();
            tags.put(key, json.getString());
        }
    }

    /** The file is of a later procprobe. */
    static final class UnknownVersionException extends Exception {
        private static final long serialVersionUID = 1;

        UnknownVersionException(String version) {
            super("the registry is of version " + version + ", this is for " + VERSION);
        }
    }
}
