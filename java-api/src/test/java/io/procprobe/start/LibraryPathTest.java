package io.procprobe.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Header;
import io.procprobe.testing.Jars;
import io.procprobe.testing.Jvm;
import io.procprobe.testing.ProbeProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that the user names, good and bad. */
@EnabledOnOs(OS.LINUX)
class LibraryPathTest {
    private static final String FILE = "libprocprobe.so";

    @TempDir Path work;

    /** The library of the jar in a folder of its own. */
    private Path given() throws Exception {
        Path folder = Files.createDirectory(work.resolve("given"));
        Jars.libraryIn(folder);
        return folder;
    }

    private static String libraryPath(Path path) {
        return "-Dprocprobe.library.path=" + path;
    }

    @BindingTest
    void aFileIsLoaded(Binding binding) throws Exception {
        Path file = given().resolve(FILE);
        Jvm.Result result =
                new Jvm(work).binding(binding).option(libraryPath(file)).run(ProbeProgram.class);
        assertEquals(file, Path.of(result.get("library")));
        assertEquals(binding.name(), result.get("binding"));
        assertEquals("OK", result.get("own.status"));
    }

    @BindingTest
    void aFolderIsSearched(Binding binding) throws Exception {
        Path folder = given();
        Jvm.Result result =
                new Jvm(work).binding(binding).option(libraryPath(folder)).run(ProbeProgram.class);
        assertEquals(folder.resolve(FILE), Path.of(result.get("library")));
    }

    @BindingTest
    void javaLibraryPathIsSearched(Binding binding) throws Exception {
        Path folder = given();
        Jvm.Result result =
                new Jvm(work)
                        .binding(binding)
                        .option("-Djava.library.path=" + work + ":" + folder)
                        .run(ProbeProgram.class);
        assertEquals(folder.resolve(FILE), Path.of(result.get("library")));
    }

    @BindingTest
    void aWrongPathIsToldAndTheBundledOneUsed(Binding binding) throws Exception {
        Path wrong = work.resolve("missing.so");
        Jvm.Result result =
                new Jvm(work).binding(binding).option(libraryPath(wrong)).run(ProbeProgram.class);
        assertEquals(2, result.attempts().size());
        assertEquals(
                binding.property() + ", procprobe.library.path " + wrong + ": no such file",
                result.attempts().get(0));
        assertTrue(result.attempts().get(1).endsWith(": loaded"));
        assertTrue(result.attempts().get(1).contains("bundled"));
    }

    @BindingTest
    void garbageIsToldAndTheNextOneUsed(Binding binding) throws Exception {
        Path garbage = Files.writeString(work.resolve(FILE), "this is no library");
        Jvm.Result result =
                new Jvm(work)
                        .binding(binding)
                        .option(libraryPath(garbage), "-Djava.library.path=" + given())
                        .run(ProbeProgram.class);
        assertEquals(2, result.attempts().size(), result.toString());
        assertTrue(result.attempts().get(0).contains(garbage.toString()));
        assertFalse(result.attempts().get(0).contains("<LINE END>"), result.attempts().get(0));
        assertEquals(work.resolve("given").resolve(FILE), Path.of(result.get("library")));
        assertEquals("OK", result.get("own.status"));
    }

    @BindingTest
    void anotherAbiVersionIsRefusedBeforeAnyOtherCall(Binding binding) throws Exception {
        Path fake = fake("int pp_abi_version(void) { return 999; }");
        Jvm.Result result =
                new Jvm(work).binding(binding).option(libraryPath(fake)).run(ProbeProgram.class);
        assertEquals(0, result.exit(), result.error());
        assertTrue(result.attempts().get(0).contains("it has ABI version 999"), result.toString());
        assertTrue(result.attempts().get(1).endsWith(": loaded"), result.toString());
        assertEquals("OK", result.get("own.status"));
    }

    @BindingTest
    void anotherLayoutIsRefused(Binding binding) throws Exception {
        Path fake =
                fake(
                        "int pp_abi_version(void) { return "
                                + Header.read().constants().get("PP_ABI_VERSION")
                                + "; }",
                        "int pp_abi_layout(int *figures, int capacity)",
                        "{ for (int i = 0; i < capacity; i++) figures[i] = 7; return capacity; }");
        Jvm.Result result =
                new Jvm(work).binding(binding).option(libraryPath(fake)).run(ProbeProgram.class);
        assertEquals(0, result.exit(), result.error());
        assertTrue(result.attempts().get(0).contains("layout figure 0 is 7"), result.toString());
        assertTrue(result.attempts().get(1).endsWith(": loaded"), result.toString());
        assertEquals("OK", result.get("own.status"));
    }

    @BindingTest
    void aLibraryOfSomethingElseIsRefused(Binding binding) throws Exception {
        Path fake = fake("int something_else(void) { return 1; }");
        Jvm.Result result =
                new Jvm(work).binding(binding).option(libraryPath(fake)).run(ProbeProgram.class);
        assertEquals(2, result.attempts().size(), result.toString());
        assertTrue(result.attempts().get(0).contains("pp_abi_version"), result.toString());
        assertEquals("OK", result.get("own.status"));
    }

    /** A library each of whose other functions ends the JVM. */
    private Path fake(String... lines) throws Exception {
        assumeTrue(Children.hasTool("cc"), "no C compiler to make a wrong library with");
        StringBuilder source = new StringBuilder("void abort(void);\n");
        String given = String.join("\n", lines);
        source.append(given).append('\n');
        for (String name : Header.read().functions().keySet()) {
            if (!given.contains(name) && given.contains("pp_abi_version")) {
                source.append("int ").append(name).append("(void) { abort(); return 0; }\n");
            }
        }
        Path file = Files.writeString(work.resolve("fake.c"), source);
        Path library = work.resolve("fake.so");
        Process cc =
                new ProcessBuilder(
                                "cc", "-shared", "-fPIC", "-o", library.toString(), file.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, cc.waitFor());
        return library;
    }
}
