package io.procprobe.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.ClassLoadersProgram;
import io.procprobe.testing.Jvm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** Several class loaders of one JVM, each with procprobe in it. */
class ClassLoadersTest {
    @TempDir Path work;

    @BindingTest
    void eachGetsALibraryThatWorks(Binding binding) throws Exception {
        Jvm.Result result = new Jvm(work).binding(binding).run(ClassLoadersProgram.class);
        assertEquals(0, result.exit(), result.error());
        Set<String> libraries = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            libraries.add(result.get("library." + i));
            assertTrue(result.get("own." + i).startsWith("Optional[ProcessId[pid="));
            assertEquals(result.get("own.0"), result.get("own." + i));
        }
        if (binding == Binding.FFM) {
            // A file that Java has loaded belongs to one class loader; JNA loads by itself.
            assertEquals(3, libraries.size(), libraries.toString());
        }
    }
}
