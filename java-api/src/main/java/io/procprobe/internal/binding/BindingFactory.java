package io.procprobe.internal.binding;

import io.procprobe.internal.abi.AbiCheck;
import java.nio.file.Path;

/** One way of calling a library. */
public interface BindingFactory {
    /** The name by which {@code -Dprocprobe.binding} asks for it. */
    String name();

    /** Why it cannot be used in this JVM at all, in one line with what to do; null when it can. */
    String unavailableReason();

    /**
     * Loads a library and binds its functions, after its ABI has been found right.
     *
     * @param library absolute path of the file
     * @throws LinkageError when the system refuses to load it
     * @throws RuntimeException when a function is missing or native access is not allowed
     */
    NativeBinding open(Path library) throws AbiCheck.Mismatch;
}
