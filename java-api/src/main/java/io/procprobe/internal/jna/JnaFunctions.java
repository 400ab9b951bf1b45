package io.procprobe.internal.jna;

/**
 * The functions of the header, for JNA's direct mapping: primitives only, so that a call makes no
 * garbage. Addresses are those of {@link JnaBuffer}.
 */
final class JnaFunctions {
    private JnaFunctions() {}

    static native int pp_status_name(int status, long text, int capacity);

    static native int pp_status_meaning(int status, long text, int capacity);

    static native int pp_status_call_name(int call, long text, int capacity);

    static native int pp_system_facts(long out);

    static native int pp_system_mechanism(int index, long text, int capacity);

    static native int pp_list_pids(long pids, int capacity);

    static native int pp_list_children(long who, long out, int capacity);

    static native int pp_list_descendants(long who, long out, int capacity);

    static native int pp_query_pid(int pid, long fields, long out);

    static native int pp_query_pids(long pids, int count, long fields, long out);

    static native int pp_query_ids(long ids, int count, long fields, long out);

    static native int pp_query_resources(long who, long wanted, long out);

    static native int pp_text_name(long who, long text, int capacity);

    static native int pp_text_executable(long who, long text, int capacity);

    static native int pp_text_command_line(long who, long text, int capacity);

    static native int pp_text_environment(
            long who, long name, int nameLength, long text, int capacity);

    static native int pp_text_cgroup(long who, long text, int capacity);

    static native int pp_watch_bytes(int capacity);

    static native int pp_watch_open(
            long watch, int bytes, int capacity, long fields, int descriptorBudget);

    static native int pp_watch_move(long watch, long to, int bytes, int capacity);

    static native int pp_watch_close(long watch);

    static native int pp_watch_add(long watch, long who, long slot);

    static native int pp_watch_remove(long watch, long slot);

    static native int pp_watch_poll(long watch, long memoryMaxAgeNanos, long out, int capacity);

    static native int pp_watch_exits(long watch, long out, int capacity);

    static native int pp_watch_await(long watch, long timeoutNanos);

    static native int pp_watch_wake(long watch);

    static native int pp_watch_stats(long watch, long out);

    static native int pp_table_bytes(int capacity);

    static native int pp_table_open(
            long table, int bytes, int capacity, long fields, int descriptorBudget);

    static native int pp_table_move(long table, long to, int bytes, int capacity);

    static native int pp_table_close(long table);

    static native int pp_table_refresh(
            long table, long memoryMaxAgeNanos, long rows, long nodes, long names, int capacity);

    static native int pp_table_gone(long table, long out, int capacity);

    static native int pp_table_stats(long table, long out);

    static native int pp_signal_send(long who, int signal);
}
