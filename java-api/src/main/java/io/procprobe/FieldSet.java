package io.procprobe;

import java.util.StringJoiner;

/**
 * Fields that a query is to read. Immutable; made once and kept, so that queries allocate nothing.
 */
public final class FieldSet {
    /** Nothing: asks only whether the process is there. The cheapest query, 0.3 microseconds. */
    public static final FieldSet NONE = new FieldSet(0);

    /** What reapers and health sweeps poll: resident and private memory, CPU total, parent. */
    public static final FieldSet SWEEP =
            of(Field.RESIDENT, Field.PRIVATE, Field.CPU_TOTAL, Field.PARENT);

    /** {@link #SWEEP} and the CPU load: what a {@link ProcessWatch} reads by default. */
    public static final FieldSet WATCH = SWEEP.plus(Field.CPU_LOAD);

    /** Every field of class cheap. */
    public static final FieldSet CHEAP = ofCost(Field.CostClass.CHEAP);

    /** Every field of class cheap or text: all that does not hold up the process that is read. */
    public static final FieldSet CHEAP_AND_TEXT = CHEAP.plus(ofCost(Field.CostClass.TEXT));

    private final long mask;

    private FieldSet(long mask) {
        this.mask = mask;
    }

    /**
     * A set of these fields.
     *
     * @param fields any number of fields
     * @return the set
     */
    public static FieldSet of(Field... fields) {
        long mask = 0;
        for (Field field : fields) {
            mask |= field.bit();
        }
        return new FieldSet(mask);
    }

    private static FieldSet ofCost(Field.CostClass costClass) {
        long mask = 0;
        for (Field field : Field.values()) {
            if (field.costClass() == costClass) {
                mask |= field.bit();
            }
        }
        return new FieldSet(mask);
    }

    /** The set with this mask, as a row states it. */
    static FieldSet ofMask(long mask) {
        return new FieldSet(mask);
    }

    /**
     * The fields of both sets.
     *
     * @param other another set
     * @return a new set
     */
    public FieldSet plus(FieldSet other) {
        return new FieldSet(mask | other.mask);
    }

    /**
     * The fields of this set and these.
     *
     * @param fields more fields
     * @return a new set
     */
    public FieldSet plus(Field... fields) {
        return plus(of(fields));
    }

    /**
     * Whether a field is in the set.
     *
     * @param field a field
     * @return true when it is
     */
    public boolean contains(Field field) {
        return (mask & field.bit()) != 0;
    }

    long mask() {
        return mask;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && set.mask == mask;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(mask);
    }

    @Override
    public String toString() {
        StringJoiner names = new StringJoiner(", ", "[", "]");
        for (Field field : Field.values()) {
            if (contains(field)) {
                names.add(field.name());
            }
        }
        return names.toString();
    }
}
