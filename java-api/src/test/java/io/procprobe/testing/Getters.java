package io.procprobe.testing;

import io.procprobe.Field;
import io.procprobe.ProcessState;
import io.procprobe.SampleBuffer;
import java.util.Arrays;
import java.util.List;

/** The getter of each field, by the field. */
public final class Getters {
    private Getters() {}

    /** The fields that a single query can give: all but those of a watch. */
    public static List<Field> oneShotFields() {
        return Arrays.stream(Field.values())
                .filter(field -> field.costClass() != Field.CostClass.TRACKED)
                .toList();
    }

    /** What the getter gives; that of IDENTITY is the start token. */
    public static long get(SampleBuffer rows, int row, Field field) {
        return switch (field) {
            case IDENTITY -> rows.startToken(row);
            case ALIVE -> rows.isAlive(row) ? 1 : 0;
            case PARENT -> rows.parentPid(row);
            case UID -> rows.uid(row);
            case RESIDENT -> rows.residentBytes(row);
            case PRIVATE -> rows.privateBytes(row);
            case SHARED -> rows.sharedBytes(row);
            case VIRTUAL -> rows.virtualBytes(row);
            case CPU_TOTAL -> rows.cpuTotalNanos(row);
            case CPU_USER -> rows.cpuUserNanos(row);
            case CPU_SYSTEM -> rows.cpuSystemNanos(row);
            case STATE -> rows.state(row) == ProcessState.ZOMBIE ? 1 : 0;
            case THREADS -> rows.threads(row);
            case START_TIME -> rows.startTimeEpochNanos(row);
            case GROUP -> rows.processGroup(row);
            case SESSION -> rows.session(row);
            case UNIQUE -> rows.uniqueBytes(row);
            case PROPORTIONAL -> rows.proportionalBytes(row);
            case SWAP -> rows.swapBytes(row);
            case CPU_LOAD -> Math.round(rows.cpuLoad(row) * 1e6);
            case EXIT_STATUS -> rows.exitStatus(row);
        };
    }
}
