package io.procprobe.internal.ffm;

import io.procprobe.internal.binding.BindingFactory;
import io.procprobe.internal.binding.NativeBinding;
import java.nio.file.Path;

/**
 * Says that this Java is too old. From Java 25 on, its namesake in the jar's versioned folder
 * binds.
 */
public final class FfmFactory implements BindingFactory {
    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public String unavailableReason() {
        return "it needs Java 25 or later, this is Java " + Runtime.version().feature();
    }

    @Override
    public NativeBinding open(Path library) {
        throw new IllegalStateException(unavailableReason());
    }
}
