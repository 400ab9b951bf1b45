package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says to {@link PairedFloor} which system calls do the work of a benchmark. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface MeasuredAgainst {
    /** The calls. */
    FloorKind value();

    /** Whether it is somebody else's work, to be compared with each of our ways of doing it. */
    boolean isPeer() default false;
}
