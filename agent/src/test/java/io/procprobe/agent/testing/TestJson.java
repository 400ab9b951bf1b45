package io.procprobe.agent.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON into maps, lists, strings, numbers, booleans and null. Twice a key is a failure. */
public final class TestJson {
    private TestJson() {}

    /**
     * Reads an object.
     *
     * @param text the whole text
     * @return its keys with their values
     */
    public static Map<String, Object> object(String text) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new AssertionError("no object: " + text);
            }
            Map<String, Object> object = readObject(json);
            if (json.nextToken() != null) {
                throw new AssertionError("more than an object: " + text);
            }
            return object;
        }
    }

    /**
     * A list of objects in an object.
     *
     * @param object an object
     * @param key the key of the list
     * @return its elements
     */
    public static List<Map<String, Object>> objects(Map<String, Object> object, String key) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object each : (List<?>) object.get(key)) {
            @SuppressWarnings("unchecked")
            Map<String, Object> map = (Map<String, Object>) each;
            objects.add(map);
        }
        return objects;
    }

    /**
     * A number in an object.
     *
     * @param object an object
     * @param key its key
     * @return the number
     */
    public static double number(Map<String, Object> object, String key) {
        if (!(object.get(key) instanceof Number number)) {
            throw new AssertionError(key + " is no number in " + object);
        }
        return number.doubleValue();
    }

    private static Map<String, Object> readObject(JsonParser json) {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            json.nextToken();
            if (object.containsKey(key)) {
                throw new AssertionError("twice: " + key);
            }
            object.put(key, read(json));
        }
        return object;
    }

    private static Object read(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> readObject(json);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(json));
                }
                yield list;
            }
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new AssertionError("unexpected " + json.currentToken());
        };
    }
}
