package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A root and temporary folders that are read-only, so that the library can be unpacked nowhere: the
 * error names each folder, and says noexec of one from which no code is run; a good one serves.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "machine")
final class FoldersTest {
    private static final String GOOD = "/good";
    private static final String NOEXEC = "/noexec";
    private static final String HOME = "/home-of-nobody";
    private static final List<String> SHARED = List.of("/tmp", "/var/tmp", "/dev/shm");

    @BeforeEach
    void mount() throws Exception {
        Guest.run("mkdir", "-p", GOOD, NOEXEC, "/var/tmp", "/dev/shm");
        Guest.run("mount", "-t", "tmpfs", "good", GOOD);
        Guest.run("mount", "-t", "tmpfs", "-o", "noexec", "noexec", NOEXEC);
        for (String folder : SHARED) {
            Guest.run("mount", "-t", "tmpfs", "-o", "ro", "read-only", folder);
        }
        Guest.run("mount", "-o", "remount,ro,bind", "/");
    }

    @AfterEach
    void unmount() throws Exception {
        Guest.run("mount", "-o", "remount,rw,bind", "/");
        for (String folder : SHARED) {
            Guest.run("umount", folder);
        }
        // The library of a loader that is no longer used is still loaded.
        Guest.run("umount", "-l", GOOD);
        Guest.run("umount", "-l", NOEXEC);
    }

    @EachBinding
    void withoutAWritableFolderEachThatWasTriedIsNamed(Binding binding) throws Exception {
        FreshLoader.Outcome outcome = FreshLoader.openOnce(binding, Map.of("user.home", HOME));
        assertFalse(outcome.isOpen());
        for (String folder : List.of(HOME + "/.cache", "/tmp", "/var/tmp", "/dev/shm")) {
            assertTrue(
                    outcome.attempts().stream().anyMatch(attempt -> isReadOnly(attempt, folder)),
                    folder + ": " + outcome.told());
        }
    }

    private static boolean isReadOnly(String attempt, String folder) {
        return attempt.contains("unpacked below " + folder + ":")
                && attempt.contains("Read-only file system");
    }

    @EachBinding
    void aWritableFolderThatIsNamedIsUsed(Binding binding) throws Exception {
        FreshLoader.Outcome outcome =
                FreshLoader.openOnce(
                        binding, Map.of("procprobe.cache.dir", GOOD, "jna.tmpdir", GOOD));
        assertTrue(outcome.isOpen(), outcome.told());
        assertTrue(outcome.told().startsWith(GOOD + "/procprobe-"), outcome.told());
        assertEquals(1, outcome.attempts().size());
    }

    /** It can be written there, but not run: what is next in the list serves. */
    @EachBinding
    void aFolderThatRunsNoCodeIsPassedOver(Binding binding) throws Exception {
        Map<String, String> properties =
                Map.of("procprobe.cache.dir", NOEXEC, "user.home", GOOD, "jna.tmpdir", GOOD);
        FreshLoader.Outcome outcome = FreshLoader.openOnce(binding, properties);
        assertTrue(outcome.isOpen(), outcome.told());
        assertTrue(outcome.told().startsWith(GOOD + "/.cache/"), outcome.told());
        assertEquals(2, outcome.attempts().size());
        checkSaysNoexec(outcome.attempts().get(0));
    }

    @EachBinding
    void whereNoFolderRunsCodeThatIsSaid(Binding binding) throws Exception {
        Map<String, String> properties =
                Map.of("java.io.tmpdir", NOEXEC, "user.home", HOME, "jna.tmpdir", GOOD);
        FreshLoader.Outcome outcome = FreshLoader.openOnce(binding, properties);
        assertFalse(outcome.isOpen());
        checkSaysNoexec(
                outcome.attempts().stream()
                        .filter(attempt -> attempt.contains(NOEXEC))
                        .findFirst()
                        .orElseThrow());
    }

    private static void checkSaysNoexec(String attempt) {
        assertTrue(attempt.contains("unpacked below " + NOEXEC + ":"), attempt);
        assertTrue(attempt.contains("mounted noexec"), attempt);
    }
}
