package io.procprobe.micrometer.group;

import java.util.Objects;

/**
 * Processes that are counted together.
 *
 * @param name the value of the label {@code group}
 * @param matcher who is of it
 */
public record ProcessGroup(String name, GroupMatcher matcher) {
    /** The name of the group that everybody is of; it is always there. */
    public static final String ALL = "all";

    /** Checks that nothing is missing. */
    public ProcessGroup {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(matcher, "matcher");
        if (name.isBlank()) {
            throw new IllegalArgumentException("a group has a name");
        }
    }
}
