package io.procprobe.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Jars;
import io.procprobe.testing.Jvm;
import io.procprobe.testing.ProbeProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which binding a new JVM chooses, and what it says where there is none. */
@EnabledOnOs(OS.LINUX)
class BindingChoiceTest {
    private static final boolean HAS_FFM = Binding.required().contains(Binding.FFM);

    @TempDir Path work;

    @Test
    void theBestOneIsChosen() throws Exception {
        Jvm.Result result = new Jvm(work).run(ProbeProgram.class);
        assertEquals(HAS_FFM ? "FFM" : "JNA", result.get("binding"));
        assertEquals("", result.error());
    }

    @Test
    void anUnknownNameIsAnError() throws Exception {
        Jvm.Result result =
                new Jvm(work).option("-Dprocprobe.binding=nonsense").run(ProbeProgram.class);
        assertEquals(
                "-Dprocprobe.binding=nonsense names no binding: use ffm or jna",
                result.get("illegal"));
    }

    @Test
    void ffmOnAnOldJavaSaysWhichItNeeds() throws Exception {
        assumeTrue(!HAS_FFM, "this Java has FFM");
        Jvm.Result result = new Jvm(work).binding(Binding.FFM).run(ProbeProgram.class);
        assertTrue(
                result.get("unavailable")
                        .contains("ffm: it needs Java 25 or later, this is Java 17"),
                result.toString());
    }

    @Test
    void withoutJnaOnlyFfmWorks() throws Exception {
        Jvm jvm = new Jvm(work).classPath(Jars.testClasses(), Jars.facade(), Jars.natives());
        Jvm.Result result = jvm.run(ProbeProgram.class);
        if (HAS_FFM) {
            assertEquals("FFM", result.get("binding"));
            assertEquals("OK", result.get("own.status"));
        } else {
            assertJnaMissing(result);
        }
        assertJnaMissing(jvm.binding(Binding.JNA).run(ProbeProgram.class));
    }

    @BindingTest
    void anUnsupportedPlatformIsNamed(Binding binding) throws Exception {
        Jvm.Result result =
                new Jvm(work).binding(binding).option("-Dos.arch=sparc").run(ProbeProgram.class);
        String message = result.get("unavailable");
        assertTrue(message.contains("linux-sparc"), message);
        assertTrue(message.contains("no library for linux-sparc is bundled"), message);
        assertFalse(message.contains("<LINE END>"), message);
    }

    @Test
    void everyAttemptIsInTheMessage() throws Exception {
        Path missing = work.resolve("missing.so");
        Jvm.Result result =
                new Jvm(work)
                        .classPath(Jars.testClasses(), Jars.facade(), Jars.jna())
                        .option("-Dprocprobe.library.path=" + missing)
                        .run(ProbeProgram.class);
        String message = result.get("unavailable");
        assertFalse(message.contains("<LINE END>"), message);
        assertTrue(result.attempts().size() >= (HAS_FFM ? 4 : 3), result.toString());
        for (String attempt : result.attempts()) {
            assertTrue(message.contains(attempt), message);
        }
        for (Binding binding : Binding.required()) {
            String name = binding.property();
            assertTrue(
                    message.contains(name + ", procprobe.library.path " + missing + ": no such"),
                    message);
            assertTrue(message.contains(name + ", bundled: no library for"), message);
        }
        assertEquals(2 * Binding.required().size(), Integer.parseInt(result.get("causes")));
    }

    @Test
    void deniedNativeAccessNamesTheOption() throws Exception {
        assumeTrue(HAS_FFM, "this Java denies no native access");
        // A named library and none that is bundled: that would be unpacked in every folder that
        // there is, one denial after the other.
        Jvm jvm =
                new Jvm(work)
                        .without("--enable-native-access=ALL-UNNAMED")
                        .option("--illegal-native-access=deny")
                        .option("-Dprocprobe.library.path=" + Jars.libraryIn(work))
                        .classPath(Jars.testClasses(), Jars.facade(), Jars.jna());
        String advice = "start Java with --enable-native-access=ALL-UNNAMED";
        // Without a choice the other binding is tried, and is denied the same.
        Jvm.Result any = jvm.run(ProbeProgram.class);
        assertTrue(any.get("unavailable").contains(advice), any.toString());
        Jvm.Result forced = jvm.binding(Binding.FFM).run(ProbeProgram.class);
        assertTrue(forced.get("unavailable").contains(advice), forced.toString());
    }

    @BindingTest
    void modulesWork(Binding binding) throws Exception {
        Jvm jvm = new Jvm(work).binding(binding).classPath(Jars.testClasses());
        jvm.without("--enable-native-access=ALL-UNNAMED");
        String modules = binding == Binding.FFM ? "io.procprobe" : "io.procprobe,com.sun.jna";
        jvm.option("-p", Jars.facade() + ":" + Jars.natives() + ":" + Jars.jna());
        jvm.option("--add-modules", modules);
        if (HAS_FFM) {
            jvm.option("--enable-native-access=" + modules);
        }
        Jvm.Result result = jvm.run(ProbeProgram.class);
        assertEquals(binding.name(), result.get("binding"));
        assertEquals("OK", result.get("own.status"));
        assertEquals("", result.error());
    }

    private static void assertJnaMissing(Jvm.Result result) {
        assertTrue(
                result.get("unavailable").contains("JNA is missing: add net.java.dev.jna:jna"),
                result.toString());
    }
}
