package io.procprobe.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which library is meant and where it may be unpacked, from what a system says of itself. */
class EnvironmentTest {
    private static String platform(String name, String arch) {
        PlatformId id = PlatformId.of(name, arch);
        return id + " " + id.fileName();
    }

    @Test
    void platformsHaveOneName() {
        assertEquals("linux-x86_64 libprocprobe.so", platform("Linux", "amd64"));
        assertEquals("linux-aarch64 libprocprobe.so", platform("Linux", "aarch64"));
        assertEquals("macos-aarch64 libprocprobe.dylib", platform("Mac OS X", "aarch64"));
        assertEquals("macos-x86_64 libprocprobe.dylib", platform("Mac OS X", "x86_64"));
        assertEquals("windows-x86_64 procprobe.dll", platform("Windows Server 2025", "amd64"));
        assertEquals("windows-aarch64 procprobe.dll", platform("Windows 11", "arm64"));
        assertEquals("linux-sparc libprocprobe.so", platform("Linux", "sparc"));
        assertEquals("z_os-s390x libprocprobe.so", platform("z OS", "s390x"));
        assertEquals(
                "io/procprobe/native/linux-x86_64/libprocprobe.so",
                PlatformId.of("Linux", "amd64").resource());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths of Unix are not absolute there")
    void foldersComeBestFirst() {
        Environments environment =
                new Environments()
                        .property("os.name", "Linux")
                        .property("procprobe.cache.dir", "/chosen")
                        .property("user.home", "/home/user")
                        .property("java.io.tmpdir", "/tmp")
                        .variable("XDG_CACHE_HOME", "/xdg/cache")
                        .variable("XDG_RUNTIME_DIR", "/run/user/1");
        assertEquals(
                List.of(
                        "/chosen",
                        "/xdg/cache",
                        "/home/user/.cache",
                        "/run/user/1",
                        "/tmp",
                        "/var/tmp",
                        "/dev/shm"),
                folders(environment));
        environment.property("os.name", "Mac OS X");
        assertEquals(List.of("/chosen", "/home/user/Library/Caches", "/tmp"), folders(environment));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths of Unix are not absolute there")
    void whatIsNoFolderIsLeftOut() {
        Environments environment =
                new Environments()
                        .property("os.name", "Linux")
                        .property("procprobe.cache.dir", "")
                        .property("user.home", "?")
                        .property("java.io.tmpdir", "/var/tmp")
                        .variable("XDG_CACHE_HOME", "relative");
        assertEquals(List.of("/var/tmp", "/dev/shm"), folders(environment));
    }

    private static List<String> folders(Environments environment) {
        return environment.make().cacheFolders().stream().map(Path::toString).toList();
    }
}
