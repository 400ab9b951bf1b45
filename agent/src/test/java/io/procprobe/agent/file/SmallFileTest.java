package io.procprobe.agent.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {
    private static String refused(Path file) {
        return assertThrows(IOException.class, () -> SmallFile.firstLine(file)).getMessage();
    }

    @Test
    void theFirstLineIsRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("file");
        Files.writeString(file, "");
        assertEquals("", SmallFile.firstLine(file));
        Files.writeString(file, "secret ä\r\nother\n");
        assertEquals("secret ä", SmallFile.firstLine(file));
        assertEquals("secret ä\r\nother\n", SmallFile.read(file, 100));
    }

    @Test
    void whatCannotBeReadIsNamedWithTheReason(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing");
        assertEquals(missing + ": there is no such file", refused(missing));
        assertTrue(refused(folder).startsWith(folder + ": it cannot be read"), refused(folder));
        Path file = Files.write(folder.resolve("file"), new byte[] {'a', (byte) 0xff});
        assertEquals(file + ": it is not a text in UTF-8", refused(file));
        assertThrows(CharacterCodingException.class, () -> SmallFile.read(file, 10));
        Files.writeString(file, "12345");
        assertEquals("12345", SmallFile.read(file, 5));
        assertThrows(IOException.class, () -> SmallFile.read(file, 4));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatNeverEndsIsTooLarge() {
        assertEquals("/dev/zero: it is larger than 8192 bytes", refused(Path.of("/dev/zero")));
    }
}
