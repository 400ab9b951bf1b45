package io.procprobe.supervisor.reap;

import io.procprobe.Field;
import io.procprobe.ProcessId;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.supervisor.Tags;

/**
 * A process that a policy is asked about: a view of one row of a table, which is moved from row to
 * row. Allocates nothing but where that is said. Not to be kept.
 */
public final class ReapSubject {
    private static final long OWN_PID = ProcessHandle.current().pid();

    private final ReapSubjects all;
    private int at;

    ReapSubject(ReapSubjects all) {
        this.all = all;
    }

    ReapSubject moveTo(int index) {
        at = index;
        return this;
    }

    private ProcessTable table() {
        return all.table();
    }

    private SampleBuffer rows() {
        return all.table().rows();
    }

    private int row() {
        return all.row(at);
    }

    /**
     * Its PID.
     *
     * @return above 1
     */
    public long pid() {
        return rows().pid(row());
    }

    /**
     * Who it is. Allocates.
     *
     * @return a process for good
     */
    public ProcessId id() {
        return rows().id(row());
    }

    /**
     * The PID of its parent.
     *
     * @return 0 for none that is known
     */
    public long parentPid() {
        return rows().has(row(), Field.PARENT) ? rows().parentPid(row()) : 0;
    }

    /**
     * Whether its parent is this very process, and not a later holder of that PID.
     *
     * @param parent a process
     * @return false also when that cannot be told
     */
    public boolean isChildOf(ProcessId parent) {
        if (parentPid() != parent.pid()) {
            return false;
        }
        int found = table().find(parent.pid());
        return found != ProcessTable.NONE
                && rows().has(found, Field.IDENTITY)
                && rows().tokenKind(found) == parent.tokenKind()
                && rows().startToken(found) == parent.startToken();
    }

    /**
     * Its name. Allocates; {@link #nameByte} does not.
     *
     * @return empty when it is not known
     */
    public String name() {
        return table().name(row());
    }

    /**
     * How many bytes its name has.
     *
     * @return 0 to 63
     */
    public int nameLength() {
        return table().nameLength(row());
    }

    /**
     * One byte of its name.
     *
     * @param index below {@link #nameLength()}
     * @return a byte, mostly of UTF-8
     */
    public byte nameByte(int index) {
        return table().nameByte(row(), index);
    }

    /**
     * What it is for.
     *
     * @return null when it is not registered
     */
    public Tags tags() {
        return all.tags(at);
    }

    /**
     * Whether the registry knows it.
     *
     * @return whether it has tags, be they empty
     */
    public boolean isRegistered() {
        return tags() != null;
    }

    /**
     * Whether it is not registered, but was started by something of ours.
     *
     * @return false also when that cannot be told
     */
    public boolean carriesCookie() {
        return all.carriesCookie(at);
    }

    /**
     * Whether a registered process is among its ancestors.
     *
     * @return false for one that only is registered itself
     */
    public boolean isBelowRegistered() {
        int above = table().parent(row());
        while (above != ProcessTable.NONE && all.membership().tags(table(), above) == null) {
            above = table().parent(above);
        }
        return above != ProcessTable.NONE;
    }

    /**
     * Whether its original parent is gone; also of one that carries our cookie, when neither this
     * process nor a registered one is among its ancestors any more.
     *
     * @return false also when that cannot be told
     */
    public boolean isOrphan() {
        return all.membership().isOrphan(table(), row())
                || (carriesCookie() && !isBelowRegistered() && !isBelowThisProcess());
    }

    private boolean isBelowThisProcess() {
        int above = table().parent(row());
        while (above != ProcessTable.NONE && rows().pid(above) != OWN_PID) {
            above = table().parent(above);
        }
        return above != ProcessTable.NONE;
    }

    /**
     * Whether its CPU load is known, which it is not when the table has seen it for the first time.
     *
     * @return whether {@link #cpuLoad()} may be asked for
     */
    public boolean hasLoad() {
        return rows().has(row(), Field.CPU_LOAD);
    }

    /**
     * Its CPU load since the refresh before this one; 1.0 is one core.
     *
     * @return {@link Field#CPU_LOAD}
     * @throws IllegalStateException when it is not known
     */
    public double cpuLoad() {
        return rows().cpuLoad(row());
    }

    /**
     * Whether its resident memory is known.
     *
     * @return whether {@link #residentBytes()} may be asked for
     */
    public boolean hasResident() {
        return rows().has(row(), Field.RESIDENT);
    }

    /**
     * Its resident memory, in bytes.
     *
     * @return {@link Field#RESIDENT}
     * @throws IllegalStateException when it is not known
     */
    public long residentBytes() {
        return rows().residentBytes(row());
    }

    /**
     * The resident memory of it and all of its descendants, in bytes: the sum of what is known.
     *
     * @return 0 or more
     */
    public long subtreeResidentBytes() {
        return table().subtreeResidentBytes(row());
    }

    /**
     * How old it was when the examination began, within a second, in nanoseconds. While the wall
     * clock is set it is rather told too young than too old.
     *
     * @return -1 when it is not known
     */
    public long ageNanos() {
        return all.ageNanos(row());
    }

    /**
     * Which process of the table it is, as {@link SampleBuffer#slot}.
     *
     * @return not given to another process of that table
     */
    public long slot() {
        return rows().slot(row());
    }

    /**
     * Its slot as a small number that stays while it lives, for arrays of one's own.
     *
     * @return 0 or more
     */
    public int index() {
        return ProcessWatch.index(slot());
    }
}
