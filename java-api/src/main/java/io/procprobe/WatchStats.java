package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;

/**
 * What a {@link ProcessWatch} tracks and what that costs.
 *
 * @param capacity slots that there is memory for; more are made as needed
 * @param tracked slots in use, those of ended processes too
 * @param ended of these, processes that have ended
 * @param undrained of these, not yet given out by {@link ProcessWatch#exits}
 * @param lookedUp tracked without a descriptor: each poll looks them up
 * @param parents distinct parents whose end is awaited
 * @param parentsEachPoll tracked processes whose parent is read by each poll
 * @param descriptors descriptors held now, with the three that every watch holds
 * @param descriptorBudget as many as may be held beside those three
 * @param processDescriptors of the descriptors, those of tracked processes
 * @param memoryDescriptors of the descriptors, those that memory is read through
 * @param kernelBytes memory that the kernel spends on the descriptors, estimated
 * @param polls polls since the watch was opened
 * @param rows rows that they filled
 * @param memoryReadings rows whose memory was read and not kept
 * @param parentReadings how often the parent of a process was read
 * @param exits ends that were noticed
 * @param evictions descriptors that were given up for more important ones
 */
public record WatchStats(
        int capacity,
        int tracked,
        int ended,
        int undrained,
        int lookedUp,
        int parents,
        int parentsEachPoll,
        int descriptors,
        int descriptorBudget,
        int processDescriptors,
        int memoryDescriptors,
        long kernelBytes,
        long polls,
        long rows,
        long memoryReadings,
        long parentReadings,
        long exits,
        long evictions) {
    static WatchStats of(NativeBuffer figures) {
        ByteBuffer from = figures.bytes();
        return new WatchStats(
                from.getInt(Abi.WATCH_FIGURES_CAPACITY_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_TRACKED_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_ENDED_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_UNDRAINED_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_LOOKED_UP_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_PARENTS_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_PARENTS_EACH_POLL_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_DESCRIPTORS_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_DESCRIPTOR_BUDGET_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_KEPT_PIDFD_OFFSET),
                from.getInt(Abi.WATCH_FIGURES_KEPT_STATM_OFFSET),
                from.getLong(Abi.WATCH_FIGURES_KERNEL_BYTES_OFFSET),
                from.getLong(Abi.WATCH_FIGURES_POLLS_OFFSET),
                from.getLong(Abi.WATCH_FIGURES_ROWS_OFFSET),
                from.getLong(Abi.WATCH_FIGURES_MEMORY_READINGS_OFFSET),
                from.getLong(Abi.WATCH_FIGURES_PARENT_READINGS_OFFSET),
                from.getLong(Abi.WATCH_FIGURES_EXITS_OFFSET),
                from.getLong(Abi.WATCH_FIGURES_EVICTIONS_OFFSET));
    }
}
