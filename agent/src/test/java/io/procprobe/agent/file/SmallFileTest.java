package io.procprobe.agent.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SmallFileTest {
    private static String refused(Path file) {
        return assertThrows(IOException.class, () -> SmallFile.secret(file)).getMessage();
    }

    @Test
    void theFirstLineIsRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("file");
        ofItsOwner(Files.writeString(file, ""));
        assertEquals("", SmallFile.secret(file));
        Files.writeString(file, "secret ä\r\nother\n");
        assertEquals("secret ä", SmallFile.secret(file));
        assertEquals("secret ä\r\nother\n", SmallFile.read(file, 100));
    }

    @Test
    void whatCannotBeReadIsNamedWithTheReason(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing");
        assertEquals(missing + ": there is no such file", refused(missing));
        assertTrue(refused(folder).startsWith(folder + ": it cannot be read"), refused(folder));
        Path file = Files.write(folder.resolve("file"), new byte[] {'a', (byte) 0xff});
        ofItsOwner(file);
        assertEquals(file + ": it is not a text in UTF-8", refused(file));
        assertThrows(CharacterCodingException.class, () -> SmallFile.read(file, 10));
        Files.writeString(file, "12345");
        assertEquals("12345", SmallFile.read(file, 5));
        assertThrows(IOException.class, () -> SmallFile.read(file, 4));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatNeverEndsIsTooLarge() {
        assertEquals(
                "/dev/zero: it is larger than 10 bytes",
                assertThrows(IOException.class, () -> SmallFile.read(Path.of("/dev/zero"), 10))
                        .getMessage());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSecretThatOthersMayReadOrChangeIsNone(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "secret");
        for (String each : List.of("rw----r--", "rw-----w-", "rw--w----")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(each));
            assertEquals(
                    file + ": others can read or change this secret: chmod 600 " + file,
                    refused(file));
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals("secret", SmallFile.secret(file), "a group may read it: a service's does");
    }

    private static void ofItsOwner(Path file) throws IOException {
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }
}
