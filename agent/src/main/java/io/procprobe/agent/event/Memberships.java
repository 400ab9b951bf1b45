package io.procprobe.agent.event;

import java.util.ArrayList;
import java.util.List;

/** The names that the bits of a membership stand for. */
public final class Memberships {
    private Memberships() {}

    /**
     * The names of the groups.
     *
     * @param membership a bit for each
     * @param groups all names
     * @return those whose bit is set
     */
    public static List<String> names(long membership, List<String> groups) {
        List<String> names = new ArrayList<>();
        for (long left = membership; left != 0; left &= left - 1) {
            names.add(groups.get(Long.numberOfTrailingZeros(left)));
        }
        return names;
    }
}
