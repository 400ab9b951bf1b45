package io.procprobe.internal.binding;

/**
 * The functions of {@code procprobe.h}, one to one: the only thing that the facade knows of FFM and
 * JNA.
 *
 * <p>Results and rules are those of the header. No call allocates once its code is compiled; every
 * call may be made from any number of threads at once, each with its own buffers. Buffers must be
 * of this binding.
 */
public interface NativeBinding {
    /** "FFM" or "JNA". */
    String name();

    /** Memory of at least one byte, zeroed. */
    NativeBuffer allocate(int capacityBytes);

    int statusName(int status, NativeBuffer text, int capacity);

    int statusMeaning(int status, NativeBuffer text, int capacity);

    int statusCallName(int call, NativeBuffer text, int capacity);

    int systemFacts(NativeBuffer out);

    int systemMechanism(int index, NativeBuffer text, int capacity);

    int listPids(NativeBuffer pids, int capacity);

    int listChildren(NativeBuffer who, NativeBuffer out, int capacity);

    int listDescendants(NativeBuffer who, NativeBuffer out, int capacity);

    int queryPid(int pid, long fields, NativeBuffer out);

    int queryPids(NativeBuffer pids, int count, long fields, NativeBuffer out);

    int queryIds(NativeBuffer ids, int count, long fields, NativeBuffer out);

    int queryResources(NativeBuffer who, long wanted, NativeBuffer out);

    int textName(NativeBuffer who, NativeBuffer text, int capacity);

    int textExecutable(NativeBuffer who, NativeBuffer text, int capacity);

    int textCommandLine(NativeBuffer who, NativeBuffer text, int capacity);

    int textEnvironment(
            NativeBuffer who, NativeBuffer name, int nameLength, NativeBuffer text, int capacity);

    int textCgroup(NativeBuffer who, NativeBuffer text, int capacity);

    int watchBytes(int capacity);

    int watchOpen(NativeBuffer watch, int bytes, int capacity, long fields, int descriptorBudget);

    int watchMove(NativeBuffer watch, NativeBuffer to, int bytes, int capacity);

    int watchClose(NativeBuffer watch);

    int watchAdd(NativeBuffer watch, NativeBuffer who, NativeBuffer slot);

    int watchRemove(NativeBuffer watch, long slot);

    int watchPoll(NativeBuffer watch, long memoryMaxAgeNanos, NativeBuffer out, int capacity);

    int watchExits(NativeBuffer watch, NativeBuffer out, int capacity);

    int watchAwait(NativeBuffer watch, long timeoutNanos);

    int watchWake(NativeBuffer watch);

    int watchStats(NativeBuffer watch, NativeBuffer out);

    int tableBytes(int capacity);

    int tableOpen(NativeBuffer table, int bytes, int capacity, long fields, int descriptorBudget);

    int tableMove(NativeBuffer table, NativeBuffer to, int bytes, int capacity);

    int tableClose(NativeBuffer table);

    int tableRefresh(
            NativeBuffer table,
            long memoryMaxAgeNanos,
            NativeBuffer rows,
            NativeBuffer nodes,
            NativeBuffer names,
            int capacity);

    int tableGone(NativeBuffer table, NativeBuffer out, int capacity);

    int tableStats(NativeBuffer table, NativeBuffer out);

    int signalSend(NativeBuffer who, int signal);
}
