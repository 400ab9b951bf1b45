package io.procprobe.agent.http;

import java.util.List;
import java.util.Map;

/** As much of JSON Schema as {@code openapi.json} uses; what it does not know fails. */
final class Schema {
    private static final List<String> KNOWN =
            List.of(
                    "type",
                    "properties",
                    "required",
                    "additionalProperties",
                    "items",
                    "enum",
                    "oneOf",
                    "$ref",
                    "description");

    private final Map<String, Object> schemas;

    Schema(Map<String, Object> schemas) {
        this.schemas = schemas;
    }

    void check(Object value, Object schema, String where) {
        Map<String, Object> rules = map(schema);
        for (String key : rules.keySet()) {
            require(KNOWN.contains(key), where + ": unknown rule " + key);
        }
        if (rules.get("$ref") instanceof String name) {
            check(value, schemas.get(name.substring(name.lastIndexOf('/') + 1)), where);
        } else if (rules.get("oneOf") instanceof List<?> choices) {
            require(
                    choices.stream().filter(choice -> fits(value, choice, where)).count() == 1,
                    where + ": none or several of " + choices);
        } else {
            checkType(value, rules, where);
        }
    }

    private boolean fits(Object value, Object schema, String where) {
        try {
            check(value, schema, where);
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    private void checkType(Object value, Map<String, Object> rules, String where) {
        Object type = rules.get("type");
        List<?> types = type instanceof List<?> list ? list : List.of(type);
        require(types.contains(typeOf(value, types)), where + ": " + value + " is not " + types);
        if (rules.get("enum") instanceof List<?> values) {
            require(values.contains(value), where + ": " + value + " is not of " + values);
        }
        if (value instanceof List<?> list && rules.containsKey("items")) {
            for (int i = 0; i < list.size(); i++) {
                check(list.get(i), rules.get("items"), where + "[" + i + "]");
            }
        }
        if (value instanceof Map<?, ?> && rules.containsKey("properties")) {
            checkObject(map(value), rules, where);
        }
    }

    private void checkObject(Map<String, Object> object, Map<String, Object> rules, String where) {
        Map<String, Object> properties = map(rules.get("properties"));
        for (Object name : (List<?>) rules.get("required")) {
            require(object.containsKey(name), where + ": " + name + " is missing");
        }
        object.forEach(
                (key, value) -> {
                    require(properties.containsKey(key), where + ": " + key + " is not told");
                    check(value, properties.get(key), where + "." + key);
                });
    }

    private static String typeOf(Object value, List<?> wanted) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Long) {
            return wanted.contains("integer") ? "integer" : "number";
        }
        if (value instanceof Double) {
            return "number";
        }
        if (value instanceof Boolean) {
            return "boolean";
        }
        return value instanceof String ? "string" : value instanceof List ? "array" : "object";
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
