package io.procprobe.internal.ffm;

import static io.procprobe.internal.ffm.FfmBuffer.segment;

import io.procprobe.internal.abi.AbiCheck;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import io.procprobe.internal.ffm.generated.procprobe_h;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** The library through the Foreign Function and Memory API, by jextract's bindings. */
final class FfmBinding implements NativeBinding {
    private static final String LINK_AHEAD = "procprobe.internal.link.ahead";

    /**
     * jextract's class finds the functions among the libraries that this class loader has loaded,
     * once and for all. So the file is first looked at by itself, and loaded only when it is the
     * right one.
     */
    static NativeBinding open(Path path) throws AbiCheck.Mismatch {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(path, arena);
            if (Boolean.getBoolean(LINK_AHEAD)) {
                linkAhead();
            }
            check(library, arena);
        }
        System.load(path.toString());
        return new FfmBinding();
    }

    /**
     * Links the shapes of what is called next, while this thread checks the library: Java spends 5
     * to 10 ms on each shape, and keeps them for all calls of that shape. For our command, which is
     * over soon; a library starts no threads that nobody has asked for.
     */
    private static void linkAhead() {
        Thread thread = new Thread(FfmBinding::linkShapes, "procprobe-link");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Those of pp_query_pids and pp_text_name. jextract's own would load the library, which is not
     * checked yet; and no static fields, as these layouts need native access themselves.
     */
    private static void linkShapes() {
        Linker linker = Linker.nativeLinker();
        linker.downcallHandle(
                FunctionDescriptor.of(
                        procprobe_h.C_INT,
                        procprobe_h.C_POINTER,
                        procprobe_h.C_INT,
                        procprobe_h.C_LONG_LONG,
                        procprobe_h.C_POINTER));
        linker.downcallHandle(
                FunctionDescriptor.of(
                        procprobe_h.C_INT,
                        procprobe_h.C_POINTER,
                        procprobe_h.C_POINTER,
                        procprobe_h.C_INT));
    }

    private static void check(SymbolLookup library, Arena arena) throws AbiCheck.Mismatch {
        // With the layouts of the generated class: the same shape is then linked only once.
        Linker linker = Linker.nativeLinker();
        MethodHandle version =
                linker.downcallHandle(
                        library.findOrThrow("pp_abi_version"),
                        FunctionDescriptor.of(procprobe_h.C_INT));
        MethodHandle layout =
                linker.downcallHandle(
                        library.findOrThrow("pp_abi_layout"),
                        FunctionDescriptor.of(
                                procprobe_h.C_INT, procprobe_h.C_POINTER, procprobe_h.C_INT));
        int capacity = AbiCheck.layoutLength();
        MemorySegment figures =
                arena.allocate(MemoryLayout.sequenceLayout(capacity, ValueLayout.JAVA_INT));
        int count;
        try {
            AbiCheck.checkVersion((int) version.invokeExact());
            count = (int) layout.invokeExact(figures, capacity);
        } catch (AbiCheck.Mismatch | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a downcall throws nothing", e);
        }
        AbiCheck.checkLayout(figures.toArray(ValueLayout.JAVA_INT), count);
    }

    @Override
    public String name() {
        return "FFM";
    }

    @Override
    public NativeBuffer allocate(int capacityBytes) {
        return new FfmBuffer(this, capacityBytes);
    }

    @Override
    public int statusName(int status, NativeBuffer text, int capacity) {
        return procprobe_h.pp_status_name(status, segment(text), capacity);
    }

    @Override
    public int statusMeaning(int status, NativeBuffer text, int capacity) {
        return procprobe_h.pp_status_meaning(status, segment(text), capacity);
    }

    @Override
    public int statusCallName(int call, NativeBuffer text, int capacity) {
        return procprobe_h.pp_status_call_name(call, segment(text), capacity);
    }

    @Override
    public int systemFacts(NativeBuffer out) {
        return procprobe_h.pp_system_facts(segment(out));
    }

    @Override
    public int systemMechanism(int index, NativeBuffer text, int capacity) {
        return procprobe_h.pp_system_mechanism(index, segment(text), capacity);
    }

    @Override
    public int listPids(NativeBuffer pids, int capacity) {
        return procprobe_h.pp_list_pids(segment(pids), capacity);
    }

    @Override
    public int listChildren(NativeBuffer who, NativeBuffer out, int capacity) {
        return procprobe_h.pp_list_children(segment(who), segment(out), capacity);
    }

    @Override
    public int listDescendants(NativeBuffer who, NativeBuffer out, int capacity) {
        return procprobe_h.pp_list_descendants(segment(who), segment(out), capacity);
    }

    @Override
    public int queryPid(int pid, long fields, NativeBuffer out) {
        return procprobe_h.pp_query_pid(pid, fields, segment(out));
    }

    @Override
    public int queryPids(NativeBuffer pids, int count, long fields, NativeBuffer out) {
        return procprobe_h.pp_query_pids(segment(pids), count, fields, segment(out));
    }

    @Override
    public int queryIds(NativeBuffer ids, int count, long fields, NativeBuffer out) {
        return procprobe_h.pp_query_ids(segment(ids), count, fields, segment(out));
    }

    @Override
    public int queryResources(NativeBuffer who, long wanted, NativeBuffer out) {
        return procprobe_h.pp_query_resources(segment(who), wanted, segment(out));
    }

    @Override
    public int textName(NativeBuffer who, NativeBuffer text, int capacity) {
        return procprobe_h.pp_text_name(segment(who), segment(text), capacity);
    }

    @Override
    public int textExecutable(NativeBuffer who, NativeBuffer text, int capacity) {
        return procprobe_h.pp_text_executable(segment(who), segment(text), capacity);
    }

    @Override
    public int textCommandLine(NativeBuffer who, NativeBuffer text, int capacity) {
        return procprobe_h.pp_text_command_line(segment(who), segment(text), capacity);
    }

    @Override
    public int textEnvironment(
            NativeBuffer who, NativeBuffer name, int nameLength, NativeBuffer text, int capacity) {
        return procprobe_h.pp_text_environment(
                segment(who), segment(name), nameLength, segment(text), capacity);
    }

    @Override
    public int textCgroup(NativeBuffer who, NativeBuffer text, int capacity) {
        return procprobe_h.pp_text_cgroup(segment(who), segment(text), capacity);
    }

    @Override
    public int watchBytes(int capacity) {
        return procprobe_h.pp_watch_bytes(capacity);
    }

    @Override
    public int watchOpen(
            NativeBuffer watch, int bytes, int capacity, long fields, int descriptorBudget) {
        return procprobe_h.pp_watch_open(segment(watch), bytes, capacity, fields, descriptorBudget);
    }

    @Override
    public int watchMove(NativeBuffer watch, NativeBuffer to, int bytes, int capacity) {
        return procprobe_h.pp_watch_move(segment(watch), segment(to), bytes, capacity);
    }

    @Override
    public int watchClose(NativeBuffer watch) {
        return procprobe_h.pp_watch_close(segment(watch));
    }

    @Override
    public int watchAdd(NativeBuffer watch, NativeBuffer who, NativeBuffer slot) {
        return procprobe_h.pp_watch_add(segment(watch), segment(who), segment(slot));
    }

    @Override
    public int watchRemove(NativeBuffer watch, long slot) {
        return procprobe_h.pp_watch_remove(segment(watch), slot);
    }

    @Override
    public int watchPoll(
            NativeBuffer watch, long memoryMaxAgeNanos, NativeBuffer out, int capacity) {
        return procprobe_h.pp_watch_poll(segment(watch), memoryMaxAgeNanos, segment(out), capacity);
    }

    @Override
    public int watchExits(NativeBuffer watch, NativeBuffer out, int capacity) {
        return procprobe_h.pp_watch_exits(segment(watch), segment(out), capacity);
    }

    @Override
    public int watchAwait(NativeBuffer watch, long timeoutNanos) {
        return procprobe_h.pp_watch_await(segment(watch), timeoutNanos);
    }

    @Override
    public int watchWake(NativeBuffer watch) {
        return procprobe_h.pp_watch_wake(segment(watch));
    }

    @Override
    public int watchStats(NativeBuffer watch, NativeBuffer out) {
        return procprobe_h.pp_watch_stats(segment(watch), segment(out));
    }

    @Override
    public int tableBytes(int capacity) {
        return procprobe_h.pp_table_bytes(capacity);
    }

    @Override
    public int tableOpen(
            NativeBuffer table, int bytes, int capacity, long fields, int descriptorBudget) {
        return procprobe_h.pp_table_open(segment(table), bytes, capacity, fields, descriptorBudget);
    }

    @Override
    public int tableMove(NativeBuffer table, NativeBuffer to, int bytes, int capacity) {
        return procprobe_h.pp_table_move(segment(table), segment(to), bytes, capacity);
    }

    @Override
    public int tableClose(NativeBuffer table) {
        return procprobe_h.pp_table_close(segment(table));
    }

    @Override
    public int tableRefresh(
            NativeBuffer table,
            long memoryMaxAgeNanos,
            NativeBuffer rows,
            NativeBuffer nodes,
            NativeBuffer names,
            int capacity) {
        return procprobe_h.pp_table_refresh(
                segment(table),
                memoryMaxAgeNanos,
                segment(rows),
                segment(nodes),
                segment(names),
                capacity);
    }

    @Override
    public int tableGone(NativeBuffer table, NativeBuffer out, int capacity) {
        return procprobe_h.pp_table_gone(segment(table), segment(out), capacity);
    }

    @Override
    public int tableStats(NativeBuffer table, NativeBuffer out) {
        return procprobe_h.pp_table_stats(segment(table), segment(out));
    }

    @Override
    public int signalSend(NativeBuffer who, int signal) {
        return procprobe_h.pp_signal_send(segment(who), signal);
    }
}
