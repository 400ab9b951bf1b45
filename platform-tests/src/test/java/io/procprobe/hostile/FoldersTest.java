package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A root that is read-only, with no folder to unpack the library to but those that the environment
 * names: one that is good, and one from which no code is run.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "read-only-root")
final class FoldersTest {
    private static final String GOOD = System.getProperty("procprobe.folder.good");
    private static final String NOEXEC = System.getProperty("procprobe.folder.noexec");

    @EachBinding
    void withoutAWritableFolderEachThatWasTriedIsNamed(Binding binding) throws Exception {
        LoadedAnew.Outcome outcome = LoadedAnew.with(binding, Map.of());
        assertFalse(outcome.isOpen());
        for (String folder : List.of("/root/new/.cache", "/tmp", "/var/tmp", "/dev/shm")) {
            assertTrue(
                    outcome.attempts().stream()
                            .anyMatch(
                                    attempt ->
                                            attempt.contains(folder)
                                                    && attempt.contains("Read-only file system")),
                    folder + ": " + outcome.library());
        }
    }

    @EachBinding
    void aWritableFolderThatIsNamedIsUsed(Binding binding) throws Exception {
        LoadedAnew.Outcome outcome =
                LoadedAnew.with(binding, Map.of("procprobe.cache.dir", GOOD, "jna.tmpdir", GOOD));
        assertTrue(outcome.isOpen(), outcome.library());
        assertTrue(outcome.library().startsWith(GOOD + "/procprobe-"), outcome.library());
        assertEquals(1, outcome.attempts().size());
    }

    /** It can be written there, but not run: what is next in the list serves. */
    @EachBinding
    void aFolderThatRunsNoCodeIsPassedOver(Binding binding) throws Exception {
        LoadedAnew.Outcome outcome =
                LoadedAnew.with(
                        binding,
                        Map.of(
                                "procprobe.cache.dir",
                                NOEXEC,
                                "user.home",
                                GOOD + "/home",
                                "jna.tmpdir",
                                GOOD));
        assertTrue(outcome.isOpen(), outcome.library());
        assertTrue(outcome.library().startsWith(GOOD + "/home/.cache/"), outcome.library());
        assertEquals(2, outcome.attempts().size());
        checkNamesNoexec(outcome.attempts().get(0));
    }

    @EachBinding
    void whereNoFolderRunsCodeThatIsSaid(Binding binding) throws Exception {
        LoadedAnew.Outcome outcome =
                LoadedAnew.with(binding, Map.of("java.io.tmpdir", NOEXEC, "jna.tmpdir", GOOD));
        assertFalse(outcome.isOpen());
        checkNamesNoexec(
                outcome.attempts().stream()
                        .filter(attempt -> attempt.contains(NOEXEC))
                        .findFirst()
                        .orElseThrow());
    }

    private static void checkNamesNoexec(String attempt) {
        assertTrue(attempt.contains(NOEXEC), attempt);
        assertTrue(attempt.contains("mounted noexec"), attempt);
    }
}
