package io.procprobe.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Command lines. */
final class Args {
    private Args() {}

    static String[] of(List<String> first, long... pids) {
        List<String> args = new ArrayList<>(first);
        Arrays.stream(pids).mapToObj(Long::toString).forEach(args::add);
        return args.toArray(String[]::new);
    }
}
