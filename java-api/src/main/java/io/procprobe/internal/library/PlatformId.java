package io.procprobe.internal.library;

import java.util.Locale;

/**
 * Operating system and architecture, in the words of the build's folder names.
 *
 * @param os "linux", "macos", "windows", or what {@code os.name} says
 * @param arch "x86_64", "aarch64", or what {@code os.arch} says
 */
public record PlatformId(String os, String arch) {
    /** The platform that the two system properties name. */
    public static PlatformId of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        return new PlatformId(
                os.startsWith("linux")
                        ? "linux"
                        : os.startsWith("mac")
                                ? "macos"
                                : os.startsWith("windows") ? "windows" : os.replace(' ', '_'),
                arch.equals("amd64") || arch.equals("x86_64") || arch.equals("x64")
                        ? "x86_64"
                        : arch.equals("aarch64") || arch.equals("arm64") ? "aarch64" : arch);
    }

    /** File name of the library, as the system's linker names it. */
    public String fileName() {
        return switch (os) {
            case "windows" -> "procprobe.dll";
            case "macos" -> "libprocprobe.dylib";
            default -> "libprocprobe.so";
        };
    }

    /** Where the library lies in the jar of natives. */
    public String resource() {
        return "io/procprobe/native/" + this + "/" + fileName();
    }

    @Override
    public String toString() {
        return os + "-" + arch;
    }
}
