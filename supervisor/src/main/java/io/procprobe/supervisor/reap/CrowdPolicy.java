package io.procprobe.supervisor.reap;

import io.procprobe.supervisor.Tags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the excess of those who share the value of a tag: the idlest, then the oldest. Whose load
 * is not known counts as busy. Allocates only while there is an excess, or a value that is new.
 */
final class CrowdPolicy implements ReapPolicy {
    /** Values that nobody has any more are forgotten when there are so many more than processes. */
    private static final int MOST_FORMER_VALUES = 1024;

    private static final long[] NOBODY = {};

    private final int most;
    private final String tagKey;
    private final Map<String, Crowd> crowds = new HashMap<>();

    /** The slots of those who are chosen, ascending. */
    private long[] chosen = NOBODY;

    /** How many have a value, in the examination with this number. */
    private static final class Crowd {
        private long examination;
        private int living;
    }

    private record Member(long slot, double load, long ageNanos, long startToken) {
        static final Comparator<Member> FIRST_TO_GO =
                Comparator.comparingDouble(Member::load)
                        .thenComparing(Member::ageNanos, Comparator.reverseOrder())
                        .thenComparing(Member::startToken, Long::compareUnsigned);

        static Member of(ReapSubject subject) {
            return new Member(
                    subject.slot(),
                    subject.hasLoad() ? subject.cpuLoad() : Double.POSITIVE_INFINITY,
                    subject.ageNanos(),
                    subject.id().startToken());
        }
    }

    CrowdPolicy(int most, String tagKey) {
        this.most = most;
        this.tagKey = tagKey;
    }

    @Override
    public void begin(ReapSubjects all) {
        chosen = NOBODY;
        if (crowds.size() > all.count() + MOST_FORMER_VALUES) {
            crowds.clear();
        }
        boolean isExceeded = false;
        for (int i = 0; i < all.count(); i++) {
            String value = value(all.get(i));
            if (value != null) {
                isExceeded |= ++crowdOf(value, all.examination()).living > most;
            }
        }
        if (isExceeded) {
            choose(all);
        }
    }

    private Crowd crowdOf(String value, long examination) {
        Crowd crowd = crowds.get(value);
        if (crowd == null) {
            crowd = new Crowd();
            crowds.put(value, crowd);
        }
        if (crowd.examination != examination) {
            crowd.examination = examination;
            crowd.living = 0;
        }
        return crowd;
    }

    private void choose(ReapSubjects all) {
        Map<String, List<Member>> exceeded = new HashMap<>();
        for (int i = 0; i < all.count(); i++) {
            String value = value(all.get(i));
            if (value != null && crowds.get(value).living > most) {
                exceeded.computeIfAbsent(value, v -> new ArrayList<>()).add(Member.of(all.get(i)));
            }
        }
        chosen =
                exceeded.values().stream()
                        .flatMap(
                                members ->
                                        members.stream()
                                                .sorted(Member.FIRST_TO_GO)
                                                .limit(members.size() - most))
                        .mapToLong(Member::slot)
                        .sorted()
                        .toArray();
    }

    private String value(ReapSubject subject) {
        Tags tags = subject.tags();
        return tags == null ? null : tags.get(tagKey);
    }

    @Override
    public boolean holds(ReapSubject subject) {
        return Arrays.binarySearch(chosen, subject.slot()) >= 0;
    }

    @Override
    public String reason(ReapSubject subject) {
        if (!holds(subject)) {
            return null;
        }
        String value = value(subject);
        return crowds.get(value).living
                + " live with "
                + tagKey
                + "="
                + value
                + ", at most "
                + most
                + " may";
    }
}
