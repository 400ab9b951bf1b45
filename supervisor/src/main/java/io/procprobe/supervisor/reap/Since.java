package io.procprobe.supervisor.reap;

import java.util.Arrays;

/**
 * For how long something has been true of each process, without a gap: from the first examination
 * in a row that found it so. In arrays by index, with the slot that tells a new holder of it.
 */
final class Since {
    private long[] slots = new long[64];
    private long[] beganNanos = new long[64];
    private long[] examinations = new long[64];
    private long examination;
    private long nowNanos;

    void begin(ReapSubjects all) {
        examination = all.examination();
        nowNanos = all.nowNanos();
    }

    /** It is true of this process in this examination. */
    void note(ReapSubject subject) {
        int index = subject.index();
        if (index >= slots.length) {
            int wanted = Math.max(index + 1, slots.length * 2);
            slots = Arrays.copyOf(slots, wanted);
            beganNanos = Arrays.copyOf(beganNanos, wanted);
            examinations = Arrays.copyOf(examinations, wanted);
        }
        long slot = subject.slot();
        if (slots[index] != slot || examinations[index] < examination - 1) {
            slots[index] = slot;
            beganNanos[index] = nowNanos;
        }
        examinations[index] = examination;
    }

    /** -1 when it is not true in this examination. */
    long nanos(ReapSubject subject) {
        int index = subject.index();
        boolean isNoted =
                index < slots.length
                        && slots[index] == subject.slot()
                        && examinations[index] == examination;
        return isNoted ? nowNanos - beganNanos[index] : -1;
    }
}
