package io.procprobe.supervisor.reap;

import io.procprobe.ProcessId;
import io.procprobe.supervisor.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who would be ended, and why. Immutable.
 *
 * @param entries in ascending order of PID; nobody is below another one of them
 */
public record ReapPlan(List<Entry> entries) {
    static final ReapPlan NOBODY = new ReapPlan(List.of());

    /** Copies the list. */
    public ReapPlan {
        entries = List.copyOf(entries);
    }

    /**
     * Whether nobody would be ended.
     *
     * @return whether there are no entries
     */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * One process that would be ended, with all below it.
     *
     * @param id who it is
     * @param parentPid its parent; 0 when not known
     * @param name its name; empty when not known
     * @param tags what it is for; empty when it is not registered
     * @param reasons at least one; those for descendants, which end with it, name their PID
     * @param residentBytes its resident memory
     * @param subtreeResidentBytes that of its whole tree: the sum of what is known
     * @param age how long it has been there
     * @param below its descendants, parents before their children
     */
    public record Entry(
            ProcessId id,
            long parentPid,
            String name,
            Optional<Tags> tags,
            List<String> reasons,
            OptionalLong residentBytes,
            long subtreeResidentBytes,
            Optional<Duration> age,
            List<ProcessId> below) {
        /** Copies the lists. */
        public Entry {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(tags, "tags");
            reasons = List.copyOf(reasons);
            Objects.requireNonNull(residentBytes, "residentBytes");
            Objects.requireNonNull(age, "age");
            below = List.copyOf(below);
        }

        /**
         * All reasons in one text.
         *
         * @return not empty
         */
        public String reason() {
            return String.join("; ", reasons);
        }
    }
}
