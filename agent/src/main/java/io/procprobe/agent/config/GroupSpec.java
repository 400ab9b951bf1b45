package io.procprobe.agent.config;

import io.procprobe.ProcessProbe;
import io.procprobe.micrometer.group.GroupMatcher;
import io.procprobe.micrometer.group.GroupMatchers;
import io.procprobe.micrometer.group.ProcessGroup;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A group as it is written down. All conditions that are there must hold.
 *
 * @param name letters, digits, dots, hyphens and underscores
 * @param processName a glob for the name
 * @param commandLine found in the arguments with spaces between
 * @param cookie a variable of the environment, as NAME or NAME=VALUE
 * @param cgroup a path of a control group with all below it, or a glob
 * @param parent a PID, or a glob for names: its descendants
 */
public record GroupSpec(
        String name,
        Optional<String> processName,
        Optional<Pattern> commandLine,
        Optional<String> cookie,
        Optional<String> cgroup,
        Optional<String> parent) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
    private static final int MOST_REGEX = 1_000;
    private static final Pattern PID = Pattern.compile("[1-9]\\d{0,9}");
    private static final Pattern COOKIE = Pattern.compile("(?s)[^=\\x00]{1,255}(=[^\\x00]*)?");

    /** Checks name, cookie, and that there is a condition. */
    public GroupSpec {
        requireName(name);
        cookie.ifPresent(GroupSpec::requireCookie);
        Objects.requireNonNull(processName, "processName");
        if (processName.isEmpty()
                && commandLine.isEmpty()
                && cookie.isEmpty()
                && cgroup.isEmpty()
                && parent.isEmpty()) {
            throw new IllegalArgumentException(
                    "a group needs one of name, commandLine, cookie, cgroup and parent to match");
        }
    }

    /**
     * Reads a group from a flag.
     *
     * @param text as NAME=KIND:VALUE, such as workers=name:worker-*
     * @return the group
     * @throws IllegalArgumentException when it is none
     */
    public static GroupSpec parse(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals);
        if (equals < 1 || colon < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a group such as workers=name:worker-*");
        }
        String kind = text.substring(equals + 1, colon);
        Optional<String> value = Optional.of(text.substring(colon + 1));
        Optional<String> none = Optional.empty();
        String name = text.substring(0, equals);
        return switch (kind) {
            case "name" -> new GroupSpec(name, value, Optional.empty(), none, none, none);
            case "commandLine" ->
                    new GroupSpec(name, none, value.map(GroupSpec::regex), none, none, none);
            case "cookie" -> new GroupSpec(name, none, Optional.empty(), value, none, none);
            case "cgroup" -> new GroupSpec(name, none, Optional.empty(), none, value, none);
            case "parent" -> new GroupSpec(name, none, Optional.empty(), none, none, value);
            default ->
                    throw new IllegalArgumentException(
                            "'"
                                    + kind
                                    + "' is none of name, commandLine, cookie, cgroup and parent");
        };
    }

    /**
     * The group itself.
     *
     * @param probe reads what its conditions need
     * @return a new one, for one table
     */
    public ProcessGroup toGroup(ProcessProbe probe) {
        GroupMatcher all = GroupMatchers.everything();
        // The cheap ones first: the others are asked only about those whom these choose.
        if (processName.isPresent()) {
            all = all.and(GroupMatchers.name(processName.get()));
        }
        if (parent.isPresent()) {
            all = all.and(descendants(parent.get()));
        }
        if (cgroup.isPresent()) {
            all = all.and(GroupMatchers.cgroup(probe, cgroup.get()));
        }
        if (commandLine.isPresent()) {
            all = all.and(GroupMatchers.commandLine(probe, commandLine.get()));
        }
        if (cookie.isPresent()) {
            int equals = cookie.get().indexOf('=');
            all =
                    all.and(
                            equals < 0
                                    ? GroupMatchers.environment(
                                            probe, cookie.get(), Optional.empty())
                                    : GroupMatchers.environment(
                                            probe,
                                            cookie.get().substring(0, equals),
                                            Optional.of(cookie.get().substring(equals + 1))));
        }
        return new ProcessGroup(name, all);
    }

    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'"
                            + name
                            + "' is not the name of a group: 1 to 64 letters, digits, '.', '-', '_'");
        }
        if (name.equals(ProcessGroup.ALL)) {
            throw new IllegalArgumentException("the group 'all' is there already");
        }
        return name;
    }

    static String requireCookie(String cookie) {
        if (!COOKIE.matcher(cookie).matches()) {
            throw new IllegalArgumentException(
                    "'" + cookie + "' is not a variable such as NAME or NAME=VALUE");
        }
        return cookie;
    }

    static Pattern regex(String text) {
        // What compiles it calls itself for each parenthesis, and would run out of stack.
        if (text.length() > MOST_REGEX) {
            throw new IllegalArgumentException(
                    "a regular expression has at most " + MOST_REGEX + " characters");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a regular expression: " + e.getDescription(), e);
        }
    }

    private static GroupMatcher descendants(String parent) {
        return PID.matcher(parent).matches()
                ? GroupMatchers.descendantsOf(Long.parseLong(parent))
                : GroupMatchers.descendantsOf(parent);
    }
}
