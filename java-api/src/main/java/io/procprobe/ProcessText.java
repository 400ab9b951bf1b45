package io.procprobe;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Names, programs, arguments, environments and control groups of processes, by {@link
 * ProcessProbe#text()}.
 *
 * <p>Each comes in two forms. One fills a {@link TextBuffer} and returns a {@link Status}:
 * allocation-free but for the buffer's growth. The other gives a string and is empty when it cannot
 * be known: for those who do not count garbage. With a {@link ProcessId} the text of a later holder
 * of the PID is never returned.
 *
 * <p>Cost: name and control group are one read of a short text. Executable, command line and
 * environment take the memory lock of the process that is read and may wait for it: not for sweeps.
 * Executable and environment need the right to trace the process (on Linux: the same user, or
 * root).
 *
 * <p>Threads: any number at once, each with its own buffer.
 */
public final class ProcessText {
    private final ProcessProbe probe;
    private final NativeBinding binding;

    ProcessText(ProcessProbe probe, NativeBinding binding) {
        this.probe = probe;
        this.binding = binding;
    }

    private enum Kind {
        NAME,
        EXECUTABLE,
        COMMAND_LINE,
        ENVIRONMENT,
        CGROUP
    }

    /**
     * Short name, chosen by the process itself. Source on Linux: {@code /proc/PID/comm}.
     *
     * @param pid a PID
     * @param into receives the bytes
     * @return OK, or why there is none
     */
    public Status name(long pid, TextBuffer into) {
        return read(Kind.NAME, pid, null, into);
    }

    /**
     * Short name of an identified process, as {@link #name(long, TextBuffer)}.
     *
     * @param who a process
     * @param into receives the bytes
     * @return OK, or why there is none
     */
    public Status name(ProcessId who, TextBuffer into) {
        return read(Kind.NAME, who.pid(), who, into);
    }

    /**
     * Short name as a string.
     *
     * @param pid a PID
     * @return empty when it cannot be known
     */
    public Optional<String> name(long pid) {
        return string(Kind.NAME, pid, null);
    }

    /**
     * Path of the program file, as seen from the process's root; ends in " (deleted)" when the file
     * is no more. Source on Linux: {@code /proc/PID/exe}.
     *
     * @param pid a PID
     * @param into receives the bytes
     * @return OK; NOT_FOUND for kernel threads and zombies; or why there is none
     */
    public Status executable(long pid, TextBuffer into) {
        return read(Kind.EXECUTABLE, pid, null, into);
    }

    /**
     * Program file of an identified process, as {@link #executable(long, TextBuffer)}.
     *
     * @param who a process
     * @param into receives the bytes
     * @return OK, or why there is none
     */
    public Status executable(ProcessId who, TextBuffer into) {
        return read(Kind.EXECUTABLE, who.pid(), who, into);
    }

    /**
     * Program file as a string.
     *
     * @param pid a PID
     * @return empty when it cannot be known
     */
    public Optional<String> executable(long pid) {
        return string(Kind.EXECUTABLE, pid, null);
    }

    /**
     * Arguments, each followed by a zero byte unless the process overwrote them; nothing for kernel
     * threads and zombies. Source on Linux: {@code /proc/PID/cmdline}.
     *
     * @param pid a PID
     * @param into receives the bytes, see {@link TextBuffer#toStrings()}
     * @return OK, or why there is none
     */
    public Status commandLine(long pid, TextBuffer into) {
        return read(Kind.COMMAND_LINE, pid, null, into);
    }

    /**
     * Arguments of an identified process, as {@link #commandLine(long, TextBuffer)}.
     *
     * @param who a process
     * @param into receives the bytes
     * @return OK, or why there is none
     */
    public Status commandLine(ProcessId who, TextBuffer into) {
        return read(Kind.COMMAND_LINE, who.pid(), who, into);
    }

    /**
     * Arguments as strings, the program's name first.
     *
     * @param pid a PID
     * @return empty when they cannot be known
     */
    public Optional<List<String>> commandLine(long pid) {
        TextBuffer buffer = probe.newTextBuffer(4096);
        return commandLine(pid, buffer) == Status.OK
                ? Optional.of(buffer.toStrings())
                : Optional.empty();
    }

    /**
     * Value of one variable in the environment that the process was started with. Source on Linux:
     * {@code /proc/PID/environ}.
     *
     * @param pid a PID
     * @param variable its name: 1 to 255 bytes without '='
     * @param into receives the bytes
     * @return OK; NOT_FOUND when it is not set; or why there is none
     */
    public Status environment(long pid, String variable, TextBuffer into) {
        setName(variable, into);
        return read(Kind.ENVIRONMENT, pid, null, into);
    }

    /**
     * Variable of an identified process, as {@link #environment(long, String, TextBuffer)}.
     *
     * @param who a process
     * @param variable its name
     * @param into receives the bytes
     * @return OK, or why there is none
     */
    public Status environment(ProcessId who, String variable, TextBuffer into) {
        setName(variable, into);
        return read(Kind.ENVIRONMENT, who.pid(), who, into);
    }

    /**
     * Value of a variable as a string.
     *
     * @param pid a PID
     * @param variable its name
     * @return empty when it is not set or cannot be known
     */
    public Optional<String> environment(long pid, String variable) {
        TextBuffer buffer = probe.newTextBuffer(4096);
        return environment(pid, variable, buffer) == Status.OK
                ? Optional.of(buffer.toString())
                : Optional.empty();
    }

    /**
     * Path of its control group, of the hierarchy that limits memory; "/" is the top of what this
     * process sees. Source on Linux: {@code /proc/PID/cgroup}.
     *
     * @param pid a PID
     * @param into receives the bytes
     * @return OK; NOT_FOUND on a system without; or why there is none
     */
    public Status cgroup(long pid, TextBuffer into) {
        return read(Kind.CGROUP, pid, null, into);
    }

    /**
     * Control group of an identified process, as {@link #cgroup(long, TextBuffer)}.
     *
     * @param who a process
     * @param into receives the bytes
     * @return OK, or why there is none
     */
    public Status cgroup(ProcessId who, TextBuffer into) {
        return read(Kind.CGROUP, who.pid(), who, into);
    }

    /**
     * Control group as a string.
     *
     * @param pid a PID
     * @return empty when it cannot be known
     */
    public Optional<String> cgroup(long pid) {
        return string(Kind.CGROUP, pid, null);
    }

    private Optional<String> string(Kind kind, long pid, ProcessId who) {
        TextBuffer buffer = probe.newTextBuffer(256);
        return read(kind, pid, who, buffer) == Status.OK
                ? Optional.of(buffer.toString())
                : Optional.empty();
    }

    private static void setName(String variable, TextBuffer into) {
        boolean isGood =
                isAscii(variable) ? into.setName(variable) : setEncodedName(variable, into);
        if (!isGood) {
            throw new IllegalArgumentException(
                    "the name of a variable has 1 to "
                            + TextBuffer.MOST_NAME_BYTES
                            + " bytes, none of them '=' or zero; this is '"
                            + variable
                            + "'");
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Only for names that are not ASCII: encoding allocates. */
    private static boolean setEncodedName(String variable, TextBuffer into) {
        byte[] name = variable.getBytes(StandardCharsets.UTF_8);
        return into.setName(new String(name, StandardCharsets.ISO_8859_1));
    }

    private Status read(Kind kind, long pid, ProcessId who, TextBuffer into) {
        probe.requireOpen();
        NativeCalls.requireSame(binding, into.binding());
        ByteBuffer identity = into.who().bytes();
        identity.putInt(Abi.IDENTITY_PID_OFFSET, Pids.toNative(pid));
        identity.putInt(Abi.IDENTITY_TOKEN_KIND_OFFSET, who == null ? 0 : who.tokenKind().code());
        identity.putLong(Abi.IDENTITY_START_TOKEN_OFFSET, who == null ? 0 : who.startToken());
        into.setLength(0);
        int result = call(kind, into);
        while (result == Status.TOO_SMALL.code() && into.grow()) {
            result = call(kind, into);
        }
        if (result < 0) {
            return Status.of(result);
        }
        into.setLength(result);
        return Status.OK;
    }

    private int call(Kind kind, TextBuffer into) {
        NativeBuffer text = into.text();
        int capacity = text.capacity();
        return switch (kind) {
            case NAME -> binding.textName(into.who(), text, capacity);
            case EXECUTABLE -> binding.textExecutable(into.who(), text, capacity);
            case COMMAND_LINE -> binding.textCommandLine(into.who(), text, capacity);
            case ENVIRONMENT ->
                    binding.textEnvironment(
                            into.who(), into.name(), into.nameLength(), text, capacity);
            case CGROUP -> binding.textCgroup(into.who(), text, capacity);
        };
    }
}
