package io.procprobe.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names come from the file of accounts, whatever stands in it. */
class UserNamesTest {
    @TempDir Path folder;

    @Test
    void firstWithTheNumber() throws Exception {
        Path accounts =
                Files.write(
                        folder.resolve("passwd"),
                        """
                        root:x:0:0:root:/root:/bin/sh

                        # no account
                        broken:x
                        a\u00ffb:x:7:7::/:/bin/false
                        second:x:0:0::/:
                        """
                                .getBytes(StandardCharsets.UTF_8));
        UserNames names = new UserNames(accounts);
        assertEquals(Optional.of("root"), names.of(0));
        assertEquals(Optional.of("a\u00ffb"), names.of(7));
        assertEquals(Optional.empty(), names.of(8));
    }

    @Test
    void noFileHasNoNames() {
        assertEquals(Optional.empty(), new UserNames(folder.resolve("none")).of(0));
    }
}
