package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a process holds and has used beside memory and CPU time, by {@link ProcessProbe#resources}.
 * What is empty was not asked for, is unknown, or is a limit that is not set.
 *
 * @param pid as asked for
 * @param id who was read; empty unless OK
 * @param status OK, or why there is nothing
 * @param sampledAtNanos time of the reading, comparable with {@link System#nanoTime()} on Linux
 * @param namespacePid its PID in its own PID namespace
 * @param storageReadBytes fetched from storage for it
 * @param storageWrittenBytes sent to storage for it, or to be sent
 * @param readBytes read by it, from files, pipes, terminals and whatever else
 * @param writtenBytes written by it
 * @param descriptors open descriptors, on Windows open handles
 * @param voluntarySwitches how often its living threads waited for something
 * @param involuntarySwitches how often their time on a CPU was up
 * @param cgroupVersion 1 or 2: of the memory controller that its control group is of
 * @param cgroupMemoryLimitBytes limit of its control group or of an ancestor, whichever leaves the
 *     least headroom
 * @param cgroupMemoryUsedBytes what that group uses; without a limit, its own. The page cache of
 *     files counts, of which much can be given back
 * @param osError the system's own code of the first refusal, 0 for none
 * @param failedCall the call that was refused; empty for none
 */
public record ProcessResources(
        long pid,
        Optional<ProcessId> id,
        Status status,
        long sampledAtNanos,
        OptionalLong namespacePid,
        OptionalLong storageReadBytes,
        OptionalLong storageWrittenBytes,
        OptionalLong readBytes,
        OptionalLong writtenBytes,
        OptionalInt descriptors,
        OptionalLong voluntarySwitches,
        OptionalLong involuntarySwitches,
        OptionalInt cgroupVersion,
        OptionalLong cgroupMemoryLimitBytes,
        OptionalLong cgroupMemoryUsedBytes,
        int osError,
        String failedCall) {

    /**
     * How much more memory its control group may use.
     *
     * @return 0 or more; empty without a limit
     */
    public OptionalLong cgroupMemoryHeadroomBytes() {
        return cgroupMemoryLimitBytes.isPresent() && cgroupMemoryUsedBytes.isPresent()
                ? OptionalLong.of(
                        Math.max(
                                0,
                                cgroupMemoryLimitBytes.getAsLong()
                                        - cgroupMemoryUsedBytes.getAsLong()))
                : OptionalLong.empty();
    }

    static ProcessResources of(NativeBinding binding, NativeBuffer record) {
        Reader r = new Reader(record.bytes());
        Status status = Status.of(r.bytes.getInt(Abi.RESOURCES_STATUS_OFFSET));
        boolean hasId = r.bytes.getInt(Abi.RESOURCES_TOKEN_KIND_OFFSET) != 0;
        int version = r.bytes.getInt(Abi.RESOURCES_CGROUP_VERSION_OFFSET);
        return new ProcessResources(
                r.bytes.getInt(Abi.RESOURCES_PID_OFFSET),
                hasId ? Optional.of(Identities.get(r.bytes, 0)) : Optional.empty(),
                status,
                r.bytes.getLong(Abi.RESOURCES_SAMPLED_AT_NS_OFFSET),
                r.has(Abi.RESOURCE_NAMESPACE_PID)
                        ? OptionalLong.of(r.bytes.getInt(Abi.RESOURCES_NAMESPACE_PID_OFFSET))
                        : OptionalLong.empty(),
                r.number(Abi.RESOURCE_IO, Abi.RESOURCES_STORAGE_READ_BYTES_OFFSET),
                r.number(Abi.RESOURCE_IO, Abi.RESOURCES_STORAGE_WRITTEN_BYTES_OFFSET),
                r.number(Abi.RESOURCE_IO, Abi.RESOURCES_READ_BYTES_OFFSET),
                r.number(Abi.RESOURCE_IO, Abi.RESOURCES_WRITTEN_BYTES_OFFSET),
                r.has(Abi.RESOURCE_DESCRIPTORS)
                        ? OptionalInt.of(r.bytes.getInt(Abi.RESOURCES_DESCRIPTORS_OFFSET))
                        : OptionalInt.empty(),
                r.number(Abi.RESOURCE_CONTEXT_SWITCHES, Abi.RESOURCES_VOLUNTARY_SWITCHES_OFFSET),
                r.number(Abi.RESOURCE_CONTEXT_SWITCHES, Abi.RESOURCES_INVOLUNTARY_SWITCHES_OFFSET),
                version == 0 ? OptionalInt.empty() : OptionalInt.of(version),
                r.number(
                        Abi.RESOURCE_CGROUP_MEMORY_LIMIT,
                        Abi.RESOURCES_CGROUP_MEMORY_LIMIT_BYTES_OFFSET),
                r.number(
                        Abi.RESOURCE_CGROUP_MEMORY_USED,
                        Abi.RESOURCES_CGROUP_MEMORY_USED_BYTES_OFFSET),
                r.bytes.getInt(Abi.RESOURCES_OS_ERROR_OFFSET),
                NativeCalls.name(binding, r.bytes.getInt(Abi.RESOURCES_FAILED_CALL_OFFSET)));
    }

    private record Reader(ByteBuffer bytes) {
        boolean has(long bit) {
            return (bytes.getLong(Abi.RESOURCES_VALID_OFFSET) & bit) != 0;
        }

        OptionalLong number(long bit, int offset) {
            return has(bit) ? OptionalLong.of(bytes.getLong(offset)) : OptionalLong.empty();
        }
    }
}
