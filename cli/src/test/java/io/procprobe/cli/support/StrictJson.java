package io.procprobe.cli.support;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON as it is defined: one value, no key twice, nothing behind it. Objects become maps,
 * arrays lists, whole numbers {@code Long}. Without recursion, as a tree may be deeper than a
 * stack.
 */
public final class StrictJson {
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final Deque<Object> open = new ArrayDeque<>();
    private final List<Object> roots = new ArrayList<>();
    private String key;

    private StrictJson() {}

    public static Object read(String text) {
        StrictJson reader = new StrictJson();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                reader.take(parser, token);
            }
        }
        if (reader.roots.size() != 1) {
            throw new AssertionError(reader.roots.size() + " JSON values, not one: " + text);
        }
        return reader.roots.get(0);
    }

    public static Map<String, Object> object(String text) {
        return object(read(text));
    }

    @SuppressWarnings("unchecked") // Keys are always strings: this class made the map.
    public static Map<String, Object> object(Object value) {
        if (!(value instanceof Map)) {
            throw new AssertionError("not an object: " + value);
        }
        return (Map<String, Object>) value;
    }

    /** An array of objects. */
    public static List<Map<String, Object>> objects(Object value) {
        if (!(value instanceof List<?> list)) {
            throw new AssertionError("not an array: " + value);
        }
        return list.stream().map(StrictJson::object).toList();
    }

    private void take(JsonParser parser, JsonToken token) {
        switch (token) {
            case PROPERTY_NAME -> key = parser.currentName();
            case START_OBJECT -> begin(new LinkedHashMap<String, Object>());
            case START_ARRAY -> begin(new ArrayList<>());
            case END_OBJECT, END_ARRAY -> open.pop();
            case VALUE_STRING -> put(parser.getString());
            case VALUE_NUMBER_INT -> put(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> put(parser.getDoubleValue());
            case VALUE_TRUE -> put(true);
            case VALUE_FALSE -> put(false);
            default -> throw new AssertionError("the command never writes " + token);
        }
    }

    private void begin(Object container) {
        put(container);
        open.push(container);
    }

    @SuppressWarnings("unchecked") // Only containers of these types are ever open.
    private void put(Object value) {
        Object in = open.peek();
        if (in == null) {
            roots.add(value);
        } else if (in instanceof Map) {
            ((Map<String, Object>) in).put(key, value);
        } else {
            ((List<Object>) in).add(value);
        }
    }
}
