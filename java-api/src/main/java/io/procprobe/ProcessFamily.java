package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The children or the descendants of a process at one moment, by {@link ProcessProbe#children} and
 * {@link ProcessProbe#descendants}. Each was a child of the one whose child it is given as, while
 * both were there; whoever forked, ended or was reparented meanwhile may be missing.
 *
 * @param status OK, or why nothing is known: GONE, REPLACED, UNKNOWN_IDENTITY, DENIED, NO_PROCFS,
 *     AGAIN, OS_ERROR
 * @param members parents before their children; empty unless OK
 */
public record ProcessFamily(Status status, List<ProcessId> members) {
    private static final int FIRST_CAPACITY = 64;

    /** Processes that come while there is being asked again. */
    private static final int SLACK = 32;

    /** Copies the list. */
    public ProcessFamily {
        Objects.requireNonNull(status, "status");
        members = List.copyOf(members);
    }

    /** One of the functions of the library that list a family. */
    interface Lister {
        int list(NativeBuffer who, NativeBuffer out, int capacity);
    }

    static ProcessFamily read(NativeBinding binding, NativeBuffer who, Lister lister) {
        int capacity = FIRST_CAPACITY;
        NativeBuffer found = binding.allocate(capacity * Abi.IDENTITY_BYTES);
        int count = lister.list(who, found, capacity);
        while (count > capacity) {
            // Descendants of those that did not fit have not been counted.
            capacity = Math.max(count + SLACK, capacity * 2);
            found = binding.allocate(capacity * Abi.IDENTITY_BYTES);
            count = lister.list(who, found, capacity);
        }
        if (count < 0) {
            return new ProcessFamily(Status.of(count), List.of());
        }
        List<ProcessId> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(Identities.get(found.bytes(), i * Abi.IDENTITY_BYTES));
        }
        return new ProcessFamily(Status.OK, members);
    }
}
