package io.procprobe.internal.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a folder is on a mount from which Linux runs no code. Asked only once a library could not
 * be loaded: what the system's linker says of it then names no reason that a person could act on,
 * and Java's foreign functions do not hand on even that.
 */
final class NoexecMount {
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    private NoexecMount() {}

    /** False also when that is not known. */
    static boolean holds(Path folder) {
        try {
            // Latin-1 takes any bytes: a mount that others have named oddly is no reason to fail.
            List<String> mounts = Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1);
            return holds(folder.toRealPath().toString(), mounts);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * By the longest mount point that the folder is below; of several at one place, the last.
     *
     * @param mounts lines of {@code /proc/self/mounts}: device, mount point, type, options
     */
    static boolean holds(String folder, List<String> mounts) {
        int longest = -1;
        boolean isNoexec = false;
        for (String mount : mounts) {
            String[] fields = mount.split(" ", -1);
            String point = fields.length < 4 ? "" : unescape(fields[1]);
            if (isBelow(folder, point) && point.length() >= longest) {
                longest = point.length();
                isNoexec = List.of(fields[3].split(",", -1)).contains("noexec");
            }
        }
        return isNoexec;
    }

    private static boolean isBelow(String folder, String point) {
        String start = point.endsWith("/") ? point : point + "/";
        return !point.isEmpty() && (folder + "/").startsWith(start);
    }

    /** The four characters that fstab(5) writes in octal. */
    private static String unescape(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
