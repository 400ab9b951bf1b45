/**
 * Process inspection: fast, free of garbage, never fooled by PID reuse.
 *
 * <p>On Java 25 and later the library is called through the Foreign Function and Memory API, which
 * wants {@code --enable-native-access=io.procprobe}. Below, it is called through JNA, which then
 * has to be on the module path too ({@code --add-modules com.sun.jna}).
 */
module io.procprobe {
    requires static com.sun.jna;
    requires io.procprobe.natives;

    exports io.procprobe;
}
