package io.procprobe.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By mount tables as Linux writes them. */
final class NoexecMountTest {
    private static final List<String> MOUNTS =
            List.of(
                    "/dev/sda1 / ext4 rw,relatime 0 0",
                    "tmpfs /tmp tmpfs rw,nosuid,noexec 0 0",
                    "tmpfs /tmp/code tmpfs rw,nosuid 0 0",
                    "tmpfs /a\\040b tmpfs noexec 0 0",
                    "tmpfs /covered tmpfs rw,noexec 0 0",
                    "tmpfs /covered tmpfs rw 0 0",
                    "tmpfs /name tmpfs rw,noexecutive 0 0",
                    "broken");

    @ParameterizedTest
    @CsvSource({
        "/, false",
        "/home/user, false",
        "/tmp, true",
        "/tmp/folder, true",
        "/tmpfolder, false",
        "/tmp/code/below, false",
        "/a b/c, true",
        "/covered/c, false",
        "/name/c, false"
    })
    void theMountThatAFolderIsOnDecides(String folder, boolean isNoexec) {
        assertEquals(isNoexec, NoexecMount.holds(folder, MOUNTS));
    }

    @Test
    void whatIsNotThereIsNotKnown() {
        assertFalse(NoexecMount.holds(Path.of("/no/such/folder/at/all")));
        assertFalse(NoexecMount.holds("/tmp", List.of()));
    }
}
