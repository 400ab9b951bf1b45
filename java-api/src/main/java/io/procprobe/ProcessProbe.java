package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.ActiveBinding;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the operating system about processes.
 *
 * <pre>{@code
 * try (ProcessProbe probe = ProcessProbe.open()) {
 *     SampleBuffer rows = probe.newSampleBuffer(2);
 *     probe.query(new long[] {pid1, pid2}, FieldSet.SWEEP, rows);
 *     for (int row = 0; row < rows.rows(); row++) {
 *         if (rows.has(row, Field.RESIDENT)) {
 *             use(rows.pid(row), rows.residentBytes(row));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Queries into buffers allocate nothing once their code is compiled. A process that went away is
 * a {@link Status} of its row, never an exception. All that a row holds is of one and the same
 * process.
 *
 * <p>System properties: {@code procprobe.binding} ({@code ffm} or {@code jna}) forces a binding;
 * {@code procprobe.library.path} names the native library or its folder; {@code
 * procprobe.cache.dir} names the folder into which the bundled library is unpacked.
 *
 * <p>Threads: any number at once, each with its own buffers. A virtual thread keeps its carrier
 * during a call, as in every native call; the calls are short, but those of {@link ProcessText} may
 * wait for the process that is read.
 */
public final class ProcessProbe implements AutoCloseable {
    private static final int MECHANISM_BYTES = 512;

    private static final FieldSet IDENTITY = FieldSet.of(Field.IDENTITY);

    /** A list that is one third longer than it was: processes that come while it is being read. */
    private static final int LIST_SLACK = 3;

    private final ActiveBinding active;
    private final NativeBinding binding;
    private final ProcessText text;
    private volatile boolean closed;

    private ProcessProbe(ActiveBinding active) {
        this.active = active;
        this.binding = active.binding();
        this.text = new ProcessText(this, binding);
    }

    /**
     * A probe on this machine. The library is loaded once for all probes; a further probe costs
     * nothing.
     *
     * @return an open probe
     * @throws ProbeUnavailableException when processes cannot be inspected here; names every
     *     attempt
     * @throws IllegalArgumentException when {@code procprobe.binding} names no binding
     */
    public static ProcessProbe open() {
        return new ProcessProbe(ActiveBinding.get());
    }

    /**
     * Rows for queries of this probe.
     *
     * @param capacity how many rows are to fit, 1 or more
     * @return a new buffer, 208 bytes for each row
     */
    public SampleBuffer newSampleBuffer(int capacity) {
        return new SampleBuffer(binding, capacity);
    }

    /**
     * A list of PIDs for this probe.
     *
     * @param capacity how many are to fit at first, 1 or more
     * @return a new, empty buffer
     */
    public PidBuffer newPidBuffer(int capacity) {
        return new PidBuffer(binding, capacity);
    }

    /**
     * Room for texts of this probe.
     *
     * @param capacity how many bytes are to fit at first, 1 or more
     * @return a new, empty buffer
     */
    public TextBuffer newTextBuffer(int capacity) {
        return new TextBuffer(binding, capacity);
    }

    /**
     * Room for ends of processes that a watch of this probe gives out.
     *
     * @param capacity how many are to fit, 1 or more
     * @return a new, empty buffer, 64 bytes for each
     */
    public ExitBuffer newExitBuffer(int capacity) {
        return new ExitBuffer(binding, capacity);
    }

    /**
     * A tracked set of processes, empty, with the defaults of {@link ProcessWatch.Builder}.
     *
     * @return an open watch, to be closed by the caller; it outlives this probe
     * @throws ProbeUnavailableException when the system has no descriptors left for it
     * @throws IllegalStateException when the probe is closed
     */
    public ProcessWatch newWatch() {
        return newWatchBuilder().open();
    }

    /**
     * What a watch of this probe is to be like.
     *
     * @return a builder with the defaults
     */
    public ProcessWatch.Builder newWatchBuilder() {
        return new ProcessWatch.Builder(this);
    }

    /**
     * A table of all processes, empty until its first refresh, with the defaults of {@link
     * ProcessTable.Builder}.
     *
     * @return an open table, to be closed by the caller; it outlives this probe
     * @throws ProbeUnavailableException when the system has no descriptors left for it
     * @throws IllegalStateException when the probe is closed
     */
    public ProcessTable newTable() {
        return newTableBuilder().open();
    }

    /**
     * What a table of this probe is to be like.
     *
     * @return a builder with the defaults
     */
    public ProcessTable.Builder newTableBuilder() {
        return new ProcessTable.Builder(this);
    }

    /**
     * Sends a signal to a process whose identity is verified on the very handle that the signal is
     * sent through: another process with the same PID never gets it. (Before Linux 5.3 and macOS
     * 14.2 there are no such handles, and a moment remains between the check and the signal.)
     *
     * @param process a process
     * @param signal 1 to 64, as in {@code signal(7)}, on macOS 1 to 31 with its own numbers; 0
     *     sends nothing and only checks
     * @return OK when it was sent, also to a zombie, which takes no notice. Not sent: GONE;
     *     REPLACED, when another process has the PID; UNKNOWN_IDENTITY, when that cannot be told;
     *     DENIED, when this process may not; REFUSED, also to 0, for the first process, for this
     *     one, and on Windows for critical ones, with which the system ends; AGAIN
     * @throws IllegalArgumentException when there is no such signal
     * @throws IllegalStateException when the probe is closed
     */
    public Status signal(ProcessId process, int signal) {
        requireOpen();
        int status = binding.signalSend(requestOf(process), signal);
        if (status == Status.INVALID.code()) {
            throw new IllegalArgumentException("there is no signal " + signal);
        }
        return Status.of(status);
    }

    /**
     * Asks a process to end: SIGTERM, which it may ignore.
     *
     * @param process a process
     * @return as {@link #signal}
     * @throws IllegalStateException when the probe is closed
     */
    public Status terminate(ProcessId process) {
        return signal(process, Signals.TERMINATE);
    }

    /**
     * Ends a process: SIGKILL, which nobody can ignore. That it was sent does not mean that the
     * process has ended; {@link #onExit} tells.
     *
     * @param process a process
     * @return as {@link #signal}
     * @throws IllegalStateException when the probe is closed
     */
    public Status kill(ProcessId process) {
        return signal(process, Signals.KILL);
    }

    /**
     * Ends a process and all its descendants: asks them, waits for the grace time, and kills those
     * that are left. With the other defaults of {@link TreeKill}.
     *
     * @param root a process
     * @param grace how long they may take to end by themselves; zero kills at once
     * @return what became of each
     * @throws IllegalArgumentException when this process, or one that the system would end with, is
     *     of the tree; nothing has been sent then
     * @throws InterruptedException when the thread is interrupted; what was sent was sent
     * @throws IllegalStateException when the probe is closed
     */
    public KillReport killTree(ProcessId root, Duration grace) throws InterruptedException {
        return treeKill(root).grace(grace).run();
    }

    /**
     * How a process and all its descendants are to be ended.
     *
     * @param root a process
     * @return to be told more, and to be run
     * @throws IllegalStateException when the probe is closed
     */
    public TreeKill treeKill(ProcessId root) {
        return treeKill(List.of(root));
    }

    /**
     * How several processes and all their descendants are to be ended, together.
     *
     * @param roots processes; nobody is looked for below none, but for those with a {@link
     *     TreeKill#cookie cookie}
     * @return to be told more, and to be run
     * @throws IllegalStateException when the probe is closed
     */
    public TreeKill treeKill(Collection<ProcessId> roots) {
        requireOpen();
        return new TreeKill(this, roots);
    }

    /**
     * Tells of the end of a process, be it a child of this one or not: at once, and with its exit
     * status where the system tells it (see {@link ProcessExit}). The future completes normally
     * also for a process that has ended already; its status is then unknown, unless it is a zombie.
     *
     * <p>One daemon thread serves all processes of this JVM. It runs what depends on the future and
     * is not asynchronous, so keep that short. A process costs one descriptor until it has ended or
     * the future is cancelled, of a budget of a quarter of the soft limit; those beyond are looked
     * up every 10 ms.
     *
     * <p>To wait for the future blocks no carrier of virtual threads. Closing this probe changes
     * nothing. Allocates.
     *
     * @param process a process
     * @return completes with the end; exceptionally with an {@link java.io.IOException} when the
     *     process cannot be tracked (denied, unknown identity, out of descriptors)
     * @throws IllegalStateException when the probe is closed
     * @throws ProbeUnavailableException when the system has no descriptors left for the watch that
     *     serves all
     */
    public CompletableFuture<ProcessExit> onExit(ProcessId process) {
        requireOpen();
        return ExitNotifier.of(this).onExit(process);
    }

    /**
     * Reads one process into row 0.
     *
     * @param pid a PID; 0 and negative numbers give a row with status INVALID
     * @param fields what is wanted
     * @param into receives one row
     * @throws IllegalStateException when the probe is closed
     */
    public void query(long pid, FieldSet fields, SampleBuffer into) {
        requireUsable(into);
        NativeBuffer samples = into.samplesFor(1);
        int status = binding.queryPid(Pids.toNative(pid), fields.mask(), samples);
        NativeCalls.requireOk(status);
        into.setRows(1);
    }

    /**
     * Reads several processes, row i for the PID at i.
     *
     * @param pids PIDs; may be empty
     * @param fields what is wanted
     * @param into receives as many rows
     * @throws IllegalArgumentException when the buffer is too small
     * @throws IllegalStateException when the probe is closed
     */
    public void query(long[] pids, FieldSet fields, SampleBuffer into) {
        requireUsable(into);
        NativeBuffer request = into.requestFor(pids.length);
        for (int i = 0; i < pids.length; i++) {
            request.bytes().putInt(i * Integer.BYTES, Pids.toNative(pids[i]));
        }
        queryPids(request, pids.length, fields, into);
    }

    /**
     * Reads several processes, row i for the PID at i, without copying their numbers.
     *
     * @param pids PIDs; may be empty
     * @param fields what is wanted
     * @param into receives as many rows
     * @throws IllegalArgumentException when the buffer is too small
     * @throws IllegalStateException when the probe is closed
     */
    public void query(PidBuffer pids, FieldSet fields, SampleBuffer into) {
        requireUsable(into);
        NativeCalls.requireSame(binding, pids.binding());
        NativeBuffer request = pids.pids();
        int count = Math.min(pids.size(), request.capacity() / Integer.BYTES);
        queryPids(request, count, fields, into);
    }

    /**
     * Reads one identified process into row 0. Its status is REPLACED when another process has the
     * PID, and UNKNOWN_IDENTITY when that cannot be told.
     *
     * @param who a process
     * @param fields what is wanted
     * @param into receives one row
     * @throws IllegalStateException when the probe is closed
     */
    public void query(ProcessId who, FieldSet fields, SampleBuffer into) {
        requireUsable(into);
        NativeBuffer request = into.requestFor(1);
        Identities.put(who, request.bytes(), 0);
        queryIds(request, 1, fields, into);
    }

    /**
     * Reads several identified processes, row i for the one at i, as {@link #query(ProcessId,
     * FieldSet, SampleBuffer)}.
     *
     * @param who processes; may be empty; read by index
     * @param fields what is wanted
     * @param into receives as many rows
     * @throws IllegalArgumentException when the buffer is too small
     * @throws IllegalStateException when the probe is closed
     */
    public void query(List<ProcessId> who, FieldSet fields, SampleBuffer into) {
        requireUsable(into);
        int count = who.size();
        NativeBuffer request = into.requestFor(count);
        for (int i = 0; i < count; i++) {
            Identities.put(who.get(i), request.bytes(), i * Abi.IDENTITY_BYTES);
        }
        queryIds(request, count, fields, into);
    }

    /**
     * One reading of one process as an object. Allocates.
     *
     * @param pid a PID
     * @param fields what is wanted
     * @return a sample, whatever became of the process
     * @throws IllegalStateException when the probe is closed
     */
    public ProcessSample sample(long pid, FieldSet fields) {
        SampleBuffer buffer = newSampleBuffer(1);
        query(pid, fields, buffer);
        return buffer.toSample(0);
    }

    /**
     * One reading of one identified process as an object. Allocates.
     *
     * @param who a process
     * @param fields what is wanted
     * @return a sample, whatever became of the process
     * @throws IllegalStateException when the probe is closed
     */
    public ProcessSample sample(ProcessId who, FieldSet fields) {
        SampleBuffer buffer = newSampleBuffer(1);
        query(who, fields, buffer);
        return buffer.toSample(0);
    }

    /**
     * The identity of whoever holds a PID now. Allocates.
     *
     * @param pid a PID
     * @return empty when there is no such process, or its identity cannot be read
     * @throws IllegalStateException when the probe is closed
     */
    public Optional<ProcessId> identify(long pid) {
        return sample(pid, IDENTITY).id();
    }

    /**
     * Lists the processes that are visible to this one, zombies and kernel threads included. A
     * moment's view: any of them may be gone when it is used.
     *
     * @param into receives the PIDs, ascending on Linux; grows as needed
     * @return OK, or why there is no list
     * @throws IllegalStateException when the probe is closed
     */
    public Status listPids(PidBuffer into) {
        requireOpen();
        NativeCalls.requireSame(binding, into.binding());
        while (true) {
            NativeBuffer pids = into.pids();
            int capacity = pids.capacity() / Integer.BYTES;
            int count = binding.listPids(pids, capacity);
            if (count <= capacity) {
                into.setSize(Math.max(count, 0));
                return count < 0 ? Status.of(count) : Status.OK;
            }
            into.reserve(count + count / LIST_SLACK);
        }
    }

    /**
     * The children of a process now, without a table. Allocates. Some 15 microseconds for each,
     * where the kernel lists them ({@code CONFIG_PROC_CHILDREN}); otherwise some 10 for each
     * process of the machine. {@link ProbeDiagnostics} says which.
     *
     * @param parent a process
     * @return its children, or why they are not known
     * @throws IllegalStateException when the probe is closed
     */
    public ProcessFamily children(ProcessId parent) {
        requireOpen();
        return ProcessFamily.read(binding, requestOf(parent), binding::listChildren);
    }

    /**
     * All descendants of a process now, without a table: its children, their children, and so on.
     * Costs as {@link #children}; without help of the kernel, once for each level of the tree.
     *
     * @param root a process
     * @return its descendants without itself, or why they are not known
     * @throws IllegalStateException when the probe is closed
     */
    public ProcessFamily descendants(ProcessId root) {
        requireOpen();
        return ProcessFamily.read(binding, requestOf(root), binding::listDescendants);
    }

    /**
     * What a process holds and has used beside memory and CPU time. Allocates.
     *
     * @param who a process
     * @param wanted what to read
     * @return what is known, whatever became of the process
     * @throws IllegalStateException when the probe is closed
     */
    public ProcessResources resources(ProcessId who, Set<Resource> wanted) {
        requireOpen();
        NativeBuffer out = binding.allocate(Abi.RESOURCES_BYTES);
        NativeCalls.requireOk(binding.queryResources(requestOf(who), Resource.mask(wanted), out));
        return ProcessResources.of(binding, out);
    }

    private NativeBuffer requestOf(ProcessId who) {
        NativeBuffer request = binding.allocate(Abi.IDENTITY_BYTES);
        Identities.put(who, request.bytes(), 0);
        return request;
    }

    /**
     * Names, programs, arguments, environments, control groups.
     *
     * @return the part of this probe that reads text
     */
    public ProcessText text() {
        return text;
    }

    /**
     * Facts of this machine. Allocates; about 0.3 ms.
     *
     * @return the facts now
     * @throws IllegalStateException when the probe is closed
     */
    public SystemFacts systemFacts() {
        requireOpen();
        NativeBuffer facts = binding.allocate(Abi.SYSTEM_BYTES);
        int status = binding.systemFacts(facts);
        if (status != Status.NO_PROCFS.code()) {
            NativeCalls.requireOk(status);
        }
        return SystemFacts.of(facts);
    }

    /**
     * How this probe works here. Allocates.
     *
     * @return binding, library and mechanisms
     * @throws IllegalStateException when the probe is closed
     */
    public ProbeDiagnostics diagnostics() {
        requireOpen();
        List<ProbeDiagnostics.Mechanism> mechanisms = new ArrayList<>();
        NativeBuffer buffer = binding.allocate(MECHANISM_BYTES);
        int length = binding.systemMechanism(0, buffer, MECHANISM_BYTES);
        while (length >= 0) {
            String[] lines = TextBuffer.decode(buffer.bytes(), 0, length).split("\n", -1);
            mechanisms.add(new ProbeDiagnostics.Mechanism(lines[0], lines[1], lines[2], lines[3]));
            length = binding.systemMechanism(mechanisms.size(), buffer, MECHANISM_BYTES);
        }
        return new ProbeDiagnostics(
                binding.name(), active.library(), active.attempts(), List.copyOf(mechanisms));
    }

    /**
     * Closes the probe: its methods throw from then on. Calls that are under way in other threads
     * end as usual. May be called again.
     */
    @Override
    public void close() {
        closed = true;
    }

    NativeBinding binding() {
        return binding;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the probe is closed");
        }
    }

    private void requireUsable(SampleBuffer into) {
        requireOpen();
        NativeCalls.requireSame(binding, into.binding());
    }

    private void queryPids(NativeBuffer pids, int count, FieldSet fields, SampleBuffer into) {
        int rows = binding.queryPids(pids, count, fields.mask(), into.samplesFor(count));
        into.setRows(NativeCalls.requireCount(rows));
    }

    private void queryIds(NativeBuffer ids, int count, FieldSet fields, SampleBuffer into) {
        int rows = binding.queryIds(ids, count, fields.mask(), into.samplesFor(count));
        into.setRows(NativeCalls.requireCount(rows));
    }
}
