package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Facts of the machine, as this process sees it. What is empty is unknown, or a limit that is not
 * set.
 *
 * @param bootTime when the machine was started
 * @param bootId random id of this boot: identities of another boot mean nothing
 * @param memoryTotalBytes physical memory
 * @param memoryAvailableBytes what can be had without swapping
 * @param swapTotalBytes room for swapping
 * @param swapFreeBytes unused room for swapping
 * @param cgroupVersion 1 or 2 when the memory controller is mounted
 * @param cgroupMemoryLimitBytes limit of this process's control group or of an ancestor, whichever
 *     leaves the least headroom
 * @param cgroupMemoryUsedBytes what that group uses
 * @param cgroupCpuLimit limit in cores
 * @param pageBytes size of a page
 * @param ticksPerSecond resolution of CPU user and system
 * @param cpusOnline CPUs that run
 * @param cpusUsable CPUs that this thread may use
 * @param pidMax PIDs are below this
 * @param tokenKind what identities are made of here
 * @param uid effective user id of this process; empty on Windows, whose users have no numbers
 */
public record SystemFacts(
        Optional<Instant> bootTime,
        Optional<UUID> bootId,
        OptionalLong memoryTotalBytes,
        OptionalLong memoryAvailableBytes,
        OptionalLong swapTotalBytes,
        OptionalLong swapFreeBytes,
        OptionalInt cgroupVersion,
        OptionalLong cgroupMemoryLimitBytes,
        OptionalLong cgroupMemoryUsedBytes,
        OptionalDouble cgroupCpuLimit,
        int pageBytes,
        int ticksPerSecond,
        OptionalInt cpusOnline,
        OptionalInt cpusUsable,
        OptionalLong pidMax,
        TokenKind tokenKind,
        OptionalLong uid) {
    private static final double PPM = 1e6;

    static SystemFacts of(NativeBuffer facts) {
        Reader r = new Reader(facts.bytes());
        int version = r.bytes.getInt(Abi.SYSTEM_CGROUP_VERSION_OFFSET);
        OptionalLong cpuLimit =
                r.number(Abi.SYSTEM_CGROUP_CPU_LIMIT, Abi.SYSTEM_CGROUP_CPU_LIMIT_PPM_OFFSET);
        return new SystemFacts(
                r.has(Abi.SYSTEM_BOOT_TIME)
                        ? Optional.of(
                                Instant.ofEpochSecond(
                                        0, r.bytes.getLong(Abi.SYSTEM_BOOT_TIME_NS_OFFSET)))
                        : Optional.empty(),
                r.has(Abi.SYSTEM_BOOT_ID)
                        ? Optional.of(
                                new UUID(
                                        r.bytes.getLong(Abi.SYSTEM_BOOT_ID_HIGH_OFFSET),
                                        r.bytes.getLong(Abi.SYSTEM_BOOT_ID_LOW_OFFSET)))
                        : Optional.empty(),
                r.number(Abi.SYSTEM_MEMORY, Abi.SYSTEM_MEMORY_TOTAL_BYTES_OFFSET),
                r.number(Abi.SYSTEM_MEMORY, Abi.SYSTEM_MEMORY_AVAILABLE_BYTES_OFFSET),
                r.number(Abi.SYSTEM_SWAP, Abi.SYSTEM_SWAP_TOTAL_BYTES_OFFSET),
                r.number(Abi.SYSTEM_SWAP, Abi.SYSTEM_SWAP_FREE_BYTES_OFFSET),
                version == 0 ? OptionalInt.empty() : OptionalInt.of(version),
                r.number(
                        Abi.SYSTEM_CGROUP_MEMORY_LIMIT,
                        Abi.SYSTEM_CGROUP_MEMORY_LIMIT_BYTES_OFFSET),
                r.number(Abi.SYSTEM_CGROUP_MEMORY_USED, Abi.SYSTEM_CGROUP_MEMORY_USED_BYTES_OFFSET),
                cpuLimit.isPresent()
                        ? OptionalDouble.of(cpuLimit.getAsLong() / PPM)
                        : OptionalDouble.empty(),
                r.bytes.getInt(Abi.SYSTEM_PAGE_BYTES_OFFSET),
                r.bytes.getInt(Abi.SYSTEM_TICKS_PER_SECOND_OFFSET),
                r.count(Abi.SYSTEM_CPUS, Abi.SYSTEM_CPUS_ONLINE_OFFSET),
                r.count(Abi.SYSTEM_CPUS, Abi.SYSTEM_CPUS_USABLE_OFFSET),
                r.has(Abi.SYSTEM_PID_MAX)
                        ? OptionalLong.of(r.bytes.getInt(Abi.SYSTEM_PID_MAX_OFFSET))
                        : OptionalLong.empty(),
                TokenKind.of(r.bytes.getInt(Abi.SYSTEM_TOKEN_KIND_OFFSET)),
                r.has(Abi.SYSTEM_UID)
                        ? OptionalLong.of(
                                Integer.toUnsignedLong(r.bytes.getInt(Abi.SYSTEM_UID_OFFSET)))
                        : OptionalLong.empty());
    }

    private record Reader(ByteBuffer bytes) {
        boolean has(long bit) {
            return (bytes.getLong(Abi.SYSTEM_VALID_OFFSET) & bit) != 0;
        }

        OptionalLong number(long bit, int offset) {
            return has(bit) ? OptionalLong.of(bytes.getLong(offset)) : OptionalLong.empty();
        }

        OptionalInt count(long bit, int offset) {
            return has(bit) ? OptionalInt.of(bytes.getInt(offset)) : OptionalInt.empty();
        }
    }
}
