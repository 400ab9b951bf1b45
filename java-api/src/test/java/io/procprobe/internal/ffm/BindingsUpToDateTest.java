package io.procprobe.internal.ffm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Children;
import io.procprobe.testing.Header;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * jextract's output is that of the present header. Where jextract is not installed its texts are
 * compared with the header, which finds every change of a function, a record or a constant.
 */
class BindingsUpToDateTest {
    private static final Path FOLDER = Path.of("io/procprobe/internal/ffm/generated");
    private static final Path SOURCES = Path.of("src/main/java25");
    private static final String HINT = "run java-api/regenerate-bindings.sh";

    private static final Pattern FUNCTION =
            Pattern.compile("\\* (int32_t (pp_\\w+)\\([^)]*\\))\\n");
    private static final Pattern DEFINE = Pattern.compile("\\* #define (PP_\\w+) (-?\\d+)\\n");

    private static final Pattern STRUCT =
            Pattern.compile("\\* struct (\\w+) \\{\\n(.*?)\\* \\}\\n", Pattern.DOTALL);
    private static final Pattern MEMBER = Pattern.compile("\\*\\s+(\\w+) (\\w+);");

    private static String generated(String name) throws IOException {
        return Files.readString(SOURCES.resolve(FOLDER).resolve(name + ".java")).replace("\r", "");
    }

    @Test
    void functionsAreThoseOfTheHeader() throws Exception {
        Map<String, String> found = new TreeMap<>();
        Matcher m = FUNCTION.matcher(generated("procprobe_h"));
        while (m.find()) {
            found.put(m.group(2), m.group(1).replaceAll("\\s+", " "));
        }
        assertEquals(new TreeMap<>(Header.read().functions()), found, HINT);
    }

    @Test
    void constantsAreThoseOfTheHeader() throws Exception {
        Map<String, Long> expected = new TreeMap<>(Header.read().constants());
        Map<String, Long> found = new TreeMap<>();
        Matcher m = DEFINE.matcher(generated("procprobe_h"));
        while (m.find()) {
            found.put(m.group(1), Long.parseLong(m.group(2)));
        }
        assertEquals(expected, found, HINT);
    }

    @Test
    void recordsAreThoseOfTheHeader() throws Exception {
        for (Map.Entry<String, Header.Struct> struct : Header.read().structs().entrySet()) {
            Matcher m = STRUCT.matcher(generated(struct.getKey()));
            assertTrue(m.find(), HINT);
            assertEquals(struct.getKey(), m.group(1));
            List<String> found =
                    MEMBER.matcher(m.group(2))
                            .results()
                            .map(r -> r.group(1) + " " + r.group(2))
                            .toList();
            List<String> expected =
                    struct.getValue().members().stream()
                            .map(member -> member.type() + " " + member.name())
                            .toList();
            assertEquals(expected, found, HINT);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is for a Unix shell")
    void theOutputIsWhatJextractMakesNow(@TempDir Path folder) throws Exception {
        assumeTrue(
                !System.getenv().getOrDefault("JEXTRACT_HOME", "").isEmpty()
                        || Children.hasTool("jextract"),
                "jextract is neither in JEXTRACT_HOME nor on the PATH");
        Process script =
                new ProcessBuilder(
                                "sh", "regenerate-bindings.sh", folder.toAbsolutePath().toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, script.waitFor(), output);

        Path present = SOURCES.resolve(FOLDER);
        Path made = folder.resolve(FOLDER);
        assertEquals(files(made), files(present), HINT);
        for (String name : files(made)) {
            assertArrayEquals(
                    Files.readAllBytes(made.resolve(name)),
                    Files.readAllBytes(present.resolve(name)),
                    name + " is out of date: " + HINT);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
