package io.procprobe.internal.jna;

import static java.lang.ref.Reference.reachabilityFence;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.procprobe.internal.abi.AbiCheck;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.file.Path;

/**
 * The library through JNA's direct mapping.
 *
 * <p>JNA sees addresses, not buffers: a fence behind every call keeps the garbage collector from
 * freeing a buffer that the library still writes to.
 */
final class JnaBinding implements NativeBinding {
    static NativeBinding open(Path path) throws AbiCheck.Mismatch {
        NativeLibrary library = NativeLibrary.getInstance(path.toString());
        AbiCheck.checkVersion(library.getFunction("pp_abi_version").invokeInt(new Object[0]));
        int[] figures = new int[AbiCheck.layoutLength()];
        int count =
                library.getFunction("pp_abi_layout")
                        .invokeInt(new Object[] {figures, figures.length});
        AbiCheck.checkLayout(figures, count);
        Native.register(JnaFunctions.class, library);
        return new JnaBinding();
    }

    private static long address(NativeBuffer buffer) {
        return ((JnaBuffer) buffer).address();
    }

    @Override
    public String name() {
        return "JNA";
    }

    @Override
    public NativeBuffer allocate(int capacityBytes) {
        return new JnaBuffer(this, capacityBytes);
    }

    @Override
    public int statusName(int status, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_status_name(status, address(text), capacity);
        } finally {
            reachabilityFence(text);
        }
    }

    @Override
    public int statusMeaning(int status, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_status_meaning(status, address(text), capacity);
        } finally {
            reachabilityFence(text);
        }
    }

    @Override
    public int statusCallName(int call, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_status_call_name(call, address(text), capacity);
        } finally {
            reachabilityFence(text);
        }
    }

    @Override
    public int systemFacts(NativeBuffer out) {
        try {
            return JnaFunctions.pp_system_facts(address(out));
        } finally {
            reachabilityFence(out);
        }
    }

    @Override
    public int systemMechanism(int index, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_system_mechanism(index, address(text), capacity);
        } finally {
            reachabilityFence(text);
        }
    }

    @Override
    public int listPids(NativeBuffer pids, int capacity) {
        try {
            return JnaFunctions.pp_list_pids(address(pids), capacity);
        } finally {
            reachabilityFence(pids);
        }
    }

    @Override
    public int listChildren(NativeBuffer who, NativeBuffer out, int capacity) {
        try {
            return JnaFunctions.pp_list_children(address(who), address(out), capacity);
        } finally {
            reachabilityFence(who);
            reachabilityFence(out);
        }
    }

    @Override
    public int listDescendants(NativeBuffer who, NativeBuffer out, int capacity) {
        try {
            return JnaFunctions.pp_list_descendants(address(who), address(out), capacity);
        } finally {
            reachabilityFence(who);
            reachabilityFence(out);
        }
    }

    @Override
    public int queryPid(int pid, long fields, NativeBuffer out) {
        try {
            return JnaFunctions.pp_query_pid(pid, fields, address(out));
        } finally {
            reachabilityFence(out);
        }
    }

    @Override
    public int queryPids(NativeBuffer pids, int count, long fields, NativeBuffer out) {
        try {
            return JnaFunctions.pp_query_pids(address(pids), count, fields, address(out));
        } finally {
            reachabilityFence(pids);
            reachabilityFence(out);
        }
    }

    @Override
    public int queryIds(NativeBuffer ids, int count, long fields, NativeBuffer out) {
        try {
            return JnaFunctions.pp_query_ids(address(ids), count, fields, address(out));
        } finally {
            reachabilityFence(ids);
            reachabilityFence(out);
        }
    }

    @Override
    public int queryResources(NativeBuffer who, long wanted, NativeBuffer out) {
        try {
            return JnaFunctions.pp_query_resources(address(who), wanted, address(out));
        } finally {
            reachabilityFence(who);
            reachabilityFence(out);
        }
    }

    @Override
    public int textName(NativeBuffer who, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_text_name(address(who), address(text), capacity);
        } finally {
            reachabilityFence(who);
            reachabilityFence(text);
        }
    }

    @Override
    public int textExecutable(NativeBuffer who, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_text_executable(address(who), address(text), capacity);
        } finally {
            reachabilityFence(who);
            reachabilityFence(text);
        }
    }

    @Override
    public int textCommandLine(NativeBuffer who, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_text_command_line(address(who), address(text), capacity);
        } finally {
            reachabilityFence(who);
            reachabilityFence(text);
        }
    }

    @Override
    public int textEnvironment(
            NativeBuffer who, NativeBuffer name, int nameLength, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_text_environment(
                    address(who), address(name), nameLength, address(text), capacity);
        } finally {
            reachabilityFence(who);
            reachabilityFence(name);
            reachabilityFence(text);
        }
    }

    @Override
    public int textCgroup(NativeBuffer who, NativeBuffer text, int capacity) {
        try {
            return JnaFunctions.pp_text_cgroup(address(who), address(text), capacity);
        } finally {
            reachabilityFence(who);
            reachabilityFence(text);
        }
    }

    @Override
    public int watchBytes(int capacity) {
        return JnaFunctions.pp_watch_bytes(capacity);
    }

    @Override
    public int watchOpen(
            NativeBuffer watch, int bytes, int capacity, long fields, int descriptorBudget) {
        try {
            return JnaFunctions.pp_watch_open(
                    address(watch), bytes, capacity, fields, descriptorBudget);
        } finally {
            reachabilityFence(watch);
        }
    }

    @Override
    public int watchMove(NativeBuffer watch, NativeBuffer to, int bytes, int capacity) {
        try {
            return JnaFunctions.pp_watch_move(address(watch), address(to), bytes, capacity);
        } finally {
            reachabilityFence(watch);
            reachabilityFence(to);
        }
    }

    @Override
    public int watchClose(NativeBuffer watch) {
        try {
            return JnaFunctions.pp_watch_close(address(watch));
        } finally {
            reachabilityFence(watch);
        }
    }

    @Override
    public int watchAdd(NativeBuffer watch, NativeBuffer who, NativeBuffer slot) {
        try {
            return JnaFunctions.pp_watch_add(address(watch), address(who), address(slot));
        } finally {
            reachabilityFence(watch);
            reachabilityFence(who);
            reachabilityFence(slot);
        }
    }

    @Override
    public int watchRemove(NativeBuffer watch, long slot) {
        try {
            return JnaFunctions.pp_watch_remove(address(watch), slot);
        } finally {
            reachabilityFence(watch);
        }
    }

    @Override
    public int watchPoll(
            NativeBuffer watch, long memoryMaxAgeNanos, NativeBuffer out, int capacity) {
        try {
            return JnaFunctions.pp_watch_poll(
                    address(watch), memoryMaxAgeNanos, address(out), capacity);
        } finally {
            reachabilityFence(watch);
            reachabilityFence(out);
        }
    }

    @Override
    public int watchExits(NativeBuffer watch, NativeBuffer out, int capacity) {
        try {
            return JnaFunctions.pp_watch_exits(address(watch), address(out), capacity);
        } finally {
            reachabilityFence(watch);
            reachabilityFence(out);
        }
    }

    @Override
    public int watchAwait(NativeBuffer watch, long timeoutNanos) {
        try {
            return JnaFunctions.pp_watch_await(address(watch), timeoutNanos);
        } finally {
            reachabilityFence(watch);
        }
    }

    @Override
    public int watchWake(NativeBuffer watch) {
        try {
            return JnaFunctions.pp_watch_wake(address(watch));
        } finally {
            reachabilityFence(watch);
        }
    }

    @Override
    public int watchStats(NativeBuffer watch, NativeBuffer out) {
        try {
            return JnaFunctions.pp_watch_stats(address(watch), address(out));
        } finally {
            reachabilityFence(watch);
            reachabilityFence(out);
        }
    }

    @Override
    public int tableBytes(int capacity) {
        return JnaFunctions.pp_table_bytes(capacity);
    }

    @Override
    public int tableOpen(
            NativeBuffer table, int bytes, int capacity, long fields, int descriptorBudget) {
        try {
            return JnaFunctions.pp_table_open(
                    address(table), bytes, capacity, fields, descriptorBudget);
        } finally {
            reachabilityFence(table);
        }
    }

    @Override
    public int tableMove(NativeBuffer table, NativeBuffer to, int bytes, int capacity) {
        try {
            return JnaFunctions.pp_table_move(address(table), address(to), bytes, capacity);
        } finally {
            reachabilityFence(table);
            reachabilityFence(to);
        }
    }

    @Override
    public int tableClose(NativeBuffer table) {
        try {
            return JnaFunctions.pp_table_close(address(table));
        } finally {
            reachabilityFence(table);
        }
    }

    @Override
    public int tableRefresh(
            NativeBuffer table,
            long memoryMaxAgeNanos,
            NativeBuffer rows,
            NativeBuffer nodes,
            NativeBuffer names,
            int capacity) {
        try {
            return JnaFunctions.pp_table_refresh(
                    address(table),
                    memoryMaxAgeNanos,
                    address(rows),
                    address(nodes),
                    address(names),
                    capacity);
        } finally {
            reachabilityFence(table);
            reachabilityFence(rows);
            reachabilityFence(nodes);
            reachabilityFence(names);
        }
    }

    @Override
    public int tableGone(NativeBuffer table, NativeBuffer out, int capacity) {
        try {
            return JnaFunctions.pp_table_gone(address(table), address(out), capacity);
        } finally {
            reachabilityFence(table);
            reachabilityFence(out);
        }
    }

    @Override
    public int tableStats(NativeBuffer table, NativeBuffer out) {
        try {
            return JnaFunctions.pp_table_stats(address(table), address(out));
        } finally {
            reachabilityFence(table);
            reachabilityFence(out);
        }
    }

    @Override
    public int signalSend(NativeBuffer who, int signal) {
        try {
            return JnaFunctions.pp_signal_send(address(who), signal);
        } finally {
            reachabilityFence(who);
        }
    }
}
