package io.procprobe.agent.fleet;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the answer to an instant query of Prometheus: {@code {"status":"success","data":
 * {"resultType":"vector","result":[{"metric":{LABELS},"value":[TIME,"NUMBER"]}]}}}.
 */
final class VectorParser {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** One sample with its labels. */
    record Sample(Map<String, String> labels, double value) {}

    private VectorParser() {}

    /** Throws what Jackson throws, or an IllegalArgumentException, for all that is none. */
    static List<Sample> parse(InputStream text) {
        List<Sample> samples = new ArrayList<>();
        String status = "";
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            require(json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                JsonToken value = json.nextToken();
                if (key.equals("status")) {
                    status = json.getString();
                } else if (key.equals("data") && value == JsonToken.START_OBJECT) {
                    readData(json, samples);
                } else {
                    json.skipChildren();
                }
            }
        }
        if (!status.equals("success")) {
            throw new IllegalArgumentException("the query has not succeeded");
        }
        return samples;
    }

    private static void readData(JsonParser json, List<Sample> samples) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals("result") && value == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    samples.add(readSample(json));
                }
            } else {
                json.skipChildren();
            }
        }
    }

    private static Sample readSample(JsonParser json) {
        Map<String, String> labels = new HashMap<>();
        double number = Double.NaN;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (key.equals("metric") && value == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String label = json.currentName();
                    json.nextToken();
                    labels.put(label, json.getString());
                }
            } else if (key.equals("value") && value == JsonToken.START_ARRAY) {
                json.nextToken();
                require(json.nextToken(), JsonToken.VALUE_STRING);
                number = number(json.getString());
                require(json.nextToken(), JsonToken.END_ARRAY);
            } else {
                json.skipChildren();
            }
        }
        return new Sample(labels, number);
    }

    private static double number(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static void require(JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw new IllegalArgumentException("expected " + expected + ", found " + found);
        }
    }
}
