package io.procprobe.internal.ffm;

import io.procprobe.internal.abi.AbiCheck;
import io.procprobe.internal.binding.BindingFactory;
import io.procprobe.internal.binding.NativeBinding;
import java.nio.file.Path;

/**
 * The binding through the Foreign Function and Memory API. Replaces its namesake of older releases.
 */
public final class FfmFactory implements BindingFactory {
    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public String unavailableReason() {
        return null;
    }

    @Override
    public NativeBinding open(Path library) throws AbiCheck.Mismatch {
        try {
            return FfmBinding.open(library);
        } catch (IllegalCallerException e) {
            Module module = FfmFactory.class.getModule();
            String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
            throw new IllegalStateException(
                    "native access is denied: start Java with --enable-native-access=" + name, e);
        }
    }
}
