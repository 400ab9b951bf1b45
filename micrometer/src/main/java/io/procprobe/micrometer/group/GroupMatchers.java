package io.procprobe.micrometer.group;

import io.procprobe.Field;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The usual ways to choose processes. Those that read a text read that of the very process of the
 * row, never of a later holder of its PID; where it may not be read, the process is not chosen.
 *
 * <p>Threads: one at a time for each matcher.
 */
public final class GroupMatchers {
    private static final Logger LOG = System.getLogger("io.procprobe.micrometer");
    private static final int TEXT_BYTES = 4096;

    /** Some milliseconds; what is not hostile takes some thousands of steps. */
    private static final int MOST_STEPS = 1 << 20;

    private GroupMatchers() {}

    /**
     * Everybody.
     *
     * @return a matcher
     */
    public static GroupMatcher everything() {
        return (table, row) -> true;
    }

    /**
     * By short name.
     *
     * @param glob see {@link Glob}
     * @return a matcher
     */
    public static GroupMatcher name(String glob) {
        Glob pattern = new Glob(glob);
        return (table, row) -> pattern.matches(table.name(row));
    }

    /**
     * By arguments, with a space between each two. Takes the memory lock of the process. Where a
     * million steps do not suffice for an answer the process is not chosen, which the log tells
     * once.
     *
     * @param probe reads them
     * @param regex somewhere in the line
     * @return a matcher
     */
    public static GroupMatcher commandLine(ProcessProbe probe, Pattern regex) {
        TextBuffer buffer = probe.newTextBuffer(TEXT_BYTES);
        Search search = new Search(regex);
        return (table, row) -> {
            SampleBuffer rows = table.rows();
            return rows.has(row, Field.IDENTITY)
                    && probe.text().commandLine(rows.id(row), buffer) == Status.OK
                    && search.finds(String.join(" ", buffer.toStrings()));
        };
    }

    /** A regular expression that gives up in time. */
    private static final class Search {
        private final Pattern regex;
        private boolean hasGivenUp;

        Search(Pattern regex) {
            this.regex = Objects.requireNonNull(regex, "regex");
        }

        boolean finds(String text) {
            try {
                return regex.matcher(new SteppedText(text, MOST_STEPS)).find();
            } catch (SteppedText.ExhaustedException e) {
                if (!hasGivenUp) {
                    hasGivenUp = true;
                    LOG.log(
                            Level.WARNING,
                            "the regular expression {0} takes too long for some command lines,"
                                    + " which are not chosen",
                            regex);
                }
                return false;
            }
        }
    }

    /**
     * By a variable in its environment, which whoever starts a process gives it as a cookie. Takes
     * the memory lock of the process, and needs the right to trace it.
     *
     * @param probe reads it
     * @param variable name of the variable
     * @param value empty for any
     * @return a matcher
     */
    public static GroupMatcher environment(
            ProcessProbe probe, String variable, Optional<String> value) {
        TextBuffer buffer = probe.newTextBuffer(TEXT_BYTES);
        Objects.requireNonNull(variable, "variable");
        return (table, row) -> {
            SampleBuffer rows = table.rows();
            return rows.has(row, Field.IDENTITY)
                    && probe.text().environment(rows.id(row), variable, buffer) == Status.OK
                    && (value.isEmpty() || value.get().equals(buffer.toString()));
        };
    }

    /**
     * By control group.
     *
     * @param probe reads it
     * @param path a path, for those of this group and of all groups below it; with a wildcard a
     *     {@link Glob} for the whole path, whose stars go across slashes
     * @return a matcher
     */
    public static GroupMatcher cgroup(ProcessProbe probe, String path) {
        TextBuffer buffer = probe.newTextBuffer(TEXT_BYTES);
        Glob glob = new Glob(path);
        String folder = path.endsWith("/") ? path : path + "/";
        return (table, row) -> {
            SampleBuffer rows = table.rows();
            if (!rows.has(row, Field.IDENTITY)
                    || probe.text().cgroup(rows.id(row), buffer) != Status.OK) {
                return false;
            }
            String found = buffer.toString();
            return glob.hasWildcard()
                    ? glob.matches(found)
                    : found.equals(path) || found.startsWith(folder);
        };
    }

    /**
     * Descendants of a process.
     *
     * @param pid whoever has this PID when the matcher is first asked; a later holder is somebody
     *     else
     * @return a matcher; the process itself is not chosen
     */
    public static GroupMatcher descendantsOf(long pid) {
        return new DescendantsOfPid(pid);
    }

    /**
     * Descendants of processes with a name, of whichever is nearest.
     *
     * @param nameGlob see {@link Glob}
     * @return a matcher
     */
    public static GroupMatcher descendantsOf(String nameGlob) {
        Glob pattern = new Glob(nameGlob);
        return (table, row) -> {
            int at = table.parent(row);
            while (at != ProcessTable.NONE && !pattern.matches(table.name(at))) {
                at = table.parent(at);
            }
            return at != ProcessTable.NONE;
        };
    }
}
