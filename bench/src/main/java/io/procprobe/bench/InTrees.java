package io.procprobe.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says to {@link MeasuredChildren} that the processes of a benchmark are trees, such as a server
 * looks after: one, and some children of it, again and again.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface InTrees {
    /** How many children the first of each has. */
    int below();
}
