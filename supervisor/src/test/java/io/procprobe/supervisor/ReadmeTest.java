package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The example in README compiles, and does what it says. */
@EnabledOnOs(OS.LINUX)
class ReadmeTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```java\n((?:(?!```).)*public class Workers.*?)```", Pattern.DOTALL);

    @TempDir Path work;

    private static String example() throws Exception {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.md"))) {
            folder = folder.getParent();
        }
        Matcher found = EXAMPLE.matcher(Files.readString(folder.resolve("README.md")));
        assertTrue(found.find(), "no example in README");
        return found.group(1);
    }

    @Test
    void theExampleWorks() throws Exception {
        Path source = Files.writeString(work.resolve("Workers.java"), example());
        String classPath = System.getProperty("java.class.path") + File.pathSeparator + work;
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", classPath, "-d", "" + work, "" + source);
        assertEquals(0, status, "it does not compile");

        Path worker = Files.writeString(work.resolve("worker"), "#!/bin/sh\n[ $1 != b ]\n");
        assertTrue(worker.toFile().setExecutable(true));
        Path out = work.resolve("out");
        ProcessBuilder server =
                new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        classPath,
                        "-Dprocprobe.cache.dir=" + System.getProperty("procprobe.cache.dir"),
                        "Workers",
                        "a",
                        "b",
                        "c");
        server.environment().merge("PATH", "" + work, (all, own) -> own + ":" + all);
        server.directory(work.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
        Process process = server.start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
        } finally {
            process.destroyForcibly();
        }
        List<String> said = Files.readAllLines(out);
        assertEquals(0, process.exitValue(), said.toString());
        assertTrue(said.contains("{session=a}: FINISHED"), said.toString());
        assertTrue(said.contains("{session=b}: FAILED"), said.toString());
        assertTrue(said.contains("{session=c}: FINISHED"), said.toString());
    }
}
