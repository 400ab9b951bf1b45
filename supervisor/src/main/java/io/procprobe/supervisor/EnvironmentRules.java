package io.procprobe.supervisor;

import io.procprobe.supervisor.reap.ReapPolicies;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a child's environment must not hold, and the cookies that it holds: with them whoever it
 * starts is known wherever that goes.
 */
final class EnvironmentRules {
    /** The supervisor of a process; the same for all of one registry. */
    static final String SUPERVISOR = ReapPolicies.SUPERVISOR_VARIABLE;

    /** The start of a process: every one has its own. */
    static final String SPAWN = "PROCPROBE_SPAWN";

    /** Variables of Windows are the same in any letters; those of others are not. */
    private static final boolean IGNORES_CASE =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");

    private final Set<String> names;
    private final List<String> prefixes;

    EnvironmentRules(Set<String> names, List<String> prefixes) {
        this.names = Set.copyOf(names);
        this.prefixes = List.copyOf(prefixes);
    }

    /** A copy of the builder, to be started: the caller's stays as it is. */
    ProcessBuilder apply(ProcessBuilder given, String supervisorId, String spawnId) {
        ProcessBuilder copy = new ProcessBuilder(List.copyOf(given.command()));
        copy.directory(given.directory());
        copy.redirectInput(given.redirectInput());
        copy.redirectOutput(given.redirectOutput());
        copy.redirectError(given.redirectError());
        copy.redirectErrorStream(given.redirectErrorStream());
        Map<String, String> environment = copy.environment();
        environment.clear();
        environment.putAll(given.environment());
        environment.keySet().removeIf(this::isRemoved);
        environment.put(SUPERVISOR, supervisorId);
        environment.put(SPAWN, spawnId);
        return copy;
    }

    private boolean isRemoved(String variable) {
        return names.stream().anyMatch(name -> isName(variable, name))
                || prefixes.stream().anyMatch(prefix -> beginsWith(variable, prefix));
    }

    private static boolean isName(String variable, String name) {
        return variable.length() == name.length() && beginsWith(variable, name);
    }

    private static boolean beginsWith(String variable, String prefix) {
        return variable.regionMatches(IGNORES_CASE, 0, prefix, 0, prefix.length());
    }
}
