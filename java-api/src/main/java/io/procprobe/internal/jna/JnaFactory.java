package io.procprobe.internal.jna;

import io.procprobe.internal.abi.AbiCheck;
import io.procprobe.internal.binding.BindingFactory;
import io.procprobe.internal.binding.NativeBinding;
import java.nio.file.Path;

/**
 * The binding through JNA, which is optional at run time: no class of it is touched before asking.
 */
public final class JnaFactory implements BindingFactory {
    @Override
    public String name() {
        return "jna";
    }

    @Override
    public String unavailableReason() {
        Module own = JnaFactory.class.getModule();
        try {
            Class<?> jna =
                    Class.forName("com.sun.jna.Native", false, JnaFactory.class.getClassLoader());
            if (own.canRead(jna.getModule())) {
                return null;
            }
        } catch (ClassNotFoundException e) {
            if (!own.isNamed()) {
                return "JNA is missing: add net.java.dev.jna:jna to the class path";
            }
        }
        return "JNA is missing: put net.java.dev.jna:jna on the module path and start Java with"
                + " --add-modules com.sun.jna";
    }

    @Override
    public NativeBinding open(Path library) throws AbiCheck.Mismatch {
        return JnaBinding.open(library);
    }
}
