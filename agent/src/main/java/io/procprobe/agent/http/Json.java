package io.procprobe.agent.http;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/** What all answers have in common when they are written: absent is null. */
final class Json {
    private static final double PARTS = 1e6;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    // A tree of processes may be as deep as there are processes.
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private Json() {}

    static Content content(Consumer<JsonGenerator> writer) {
        return new Content(Content.JSON, bytes(writer));
    }

    static byte[] bytes(Consumer<JsonGenerator> writer) {
        ByteArrayOutputStream into = new ByteArrayOutputStream(4096);
        try (JsonGenerator json =
                FACTORY.createGenerator(ObjectWriteContext.empty(), into, JsonEncoding.UTF8)) {
            writer.accept(json);
        }
        return into.toByteArray();
    }

    static void number(JsonGenerator json, String key, OptionalLong value) {
        if (value.isPresent()) {
            json.writeNumberProperty(key, value.getAsLong());
        } else {
            json.writeNullProperty(key);
        }
    }

    static void number(JsonGenerator json, SerializableString key, OptionalLong value) {
        json.writeName(key);
        if (value.isPresent()) {
            json.writeNumber(value.getAsLong());
        } else {
            json.writeNull();
        }
    }

    static void number(JsonGenerator json, SerializableString key, long value) {
        json.writeName(key);
        json.writeNumber(value);
    }

    static void number(JsonGenerator json, SerializableString key, double value) {
        json.writeName(key);
        number(json, value);
    }

    static void number(JsonGenerator json, String key, OptionalInt value) {
        if (value.isPresent()) {
            json.writeNumberProperty(key, value.getAsInt());
        } else {
            json.writeNullProperty(key);
        }
    }

    static void number(JsonGenerator json, String key, OptionalDouble value) {
        number(json, key, value.orElse(Double.NaN));
    }

    /** In millionths: more digits are noise. */
    static void number(JsonGenerator json, String key, double value) {
        json.writeName(key);
        number(json, value);
    }

    static void number(JsonGenerator json, double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.writeNull();
            return;
        }
        double rounded = Math.rint(value * PARTS) / PARTS;
        // Not "3.0": most are whole, and lists of them long.
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < Long.MAX_VALUE / 2.0) {
            json.writeNumber((long) rounded);
        } else {
            json.writeNumber(rounded);
        }
    }

    static void numbers(JsonGenerator json, String key, double[] values) {
        json.writeArrayPropertyStart(key);
        for (double value : values) {
            number(json, value);
        }
        json.writeEndArray();
    }

    /** Empty is null. */
    static void text(JsonGenerator json, String key, String value) {
        if (value.isEmpty()) {
            json.writeNullProperty(key);
        } else {
            json.writeStringProperty(key, value);
        }
    }

    static void texts(JsonGenerator json, String key, List<String> values) {
        json.writeArrayPropertyStart(key);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
