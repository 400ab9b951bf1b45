package io.procprobe.micrometer.group;

import java.util.Arrays;

/** Who was there at one refresh, by row and so in ascending order of PID. */
final class Population {
    /** Seen for the first time: its groups are asked for once more. */
    static final byte FRESH = 1;

    /** Has exited; as a zombie it may still have a row. */
    static final byte ENDED = 2;

    /** Had a row, and has none any more. */
    static final byte VANISHED = 4;

    /** Its end has been told. */
    static final byte TOLD = 8;

    int size;
    long[] pids = new long[0];
    long[] tokens = new long[0];
    long[] cpuNanos = new long[0];
    long[] memberships = new long[0];
    byte[] marks = new byte[0];

    void begin(int rows) {
        size = rows;
        if (pids.length < rows) {
            int capacity = rows + rows / 2;
            pids = new long[capacity];
            tokens = new long[capacity];
            cpuNanos = new long[capacity];
            memberships = new long[capacity];
            marks = new byte[capacity];
        }
    }

    /** Below 0 when it was not there. */
    int find(long pid) {
        return Arrays.binarySearch(pids, 0, size, pid);
    }

    boolean is(int row, byte mark) {
        return (marks[row] & mark) != 0;
    }

    void mark(int row, byte mark) {
        marks[row] = (byte) (marks[row] | mark);
    }
}
