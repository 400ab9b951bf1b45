package io.procprobe.supervisor;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a supervised process is for: keys with values, such as session, project or kind. Immutable.
 */
public final class Tags {
    /** The key of the kind, by which the spawn-storm breaker tells processes apart. */
    public static final String KIND = "kind";

    /** The key of the session, as {@link Supervisor#reapSession} means it. */
    public static final String SESSION = "session";

    /**
     * The key of the service: its name, which all processes of a service have. Nobody else is to
     * have it, as the service ends whoever does before it is started.
     */
    public static final String SERVICE = "service";

    private static final Tags NONE = new Tags(Map.of());

    private final Map<String, String> values;

    private Tags(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /**
     * No tags.
     *
     * @return always the same
     */
    public static Tags none() {
        return NONE;
    }

    /**
     * One tag.
     *
     * @param key not empty
     * @param value any value
     * @return that tag alone
     */
    public static Tags of(String key, String value) {
        return NONE.with(key, value);
    }

    /**
     * Tags from a map.
     *
     * @param values keys, none of them empty, with their values
     * @return the same, whatever becomes of the map
     */
    public static Tags of(Map<String, String> values) {
        values.forEach(Tags::check);
        return new Tags(values);
    }

    /**
     * These and one more.
     *
     * @param key not empty; what it had before is replaced
     * @param value any value
     * @return others; these stay as they are
     */
    public Tags with(String key, String value) {
        check(key, value);
        Map<String, String> more = new TreeMap<>(values);
        more.put(key, value);
        return new Tags(more);
    }

    private static void check(String key, String value) {
        Objects.requireNonNull(value, "value");
        if (key.isEmpty()) {
            throw new IllegalArgumentException("a tag has a key that is not empty");
        }
    }

    /**
     * The value of a key.
     *
     * @param key any key
     * @return null when there is no such tag
     */
    public String get(String key) {
        return values.get(key);
    }

    /**
     * Whether there is such a tag.
     *
     * @param key any key
     * @param value any value
     * @return whether the key has this value
     */
    public boolean has(String key, String value) {
        return value.equals(values.get(key));
    }

    /**
     * All of them, in the order of their keys.
     *
     * @return cannot be changed
     */
    public Map<String, String> asMap() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tags tags && tags.values.equals(values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
