package io.procprobe.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.ListenAddress;
import io.procprobe.agent.testing.TestAgent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class TokensTest {
    private static final String TOKEN = "0123456789abcdef";

    @Test
    void noTwoAreAlike() {
        assertEquals(43, Tokens.random().length());
        assertNotEquals(Tokens.random(), Tokens.random());
    }

    @Test
    void aFileIsForItsOwnerOnly(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\nmore\n");
        for (String open : new String[] {"rw-r--r--", "rw----r--", "rw--w----"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            IOException e = assertThrows(IOException.class, () -> Tokens.read(file));
            assertTrue(e.getMessage().contains("chmod 600"), e.getMessage());
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertEquals(TOKEN, Tokens.read(file));
        for (String wrong : new String[] {"", "short", "with a space in it 0123", "\n" + TOKEN}) {
            Files.writeString(file, wrong);
            assertThrows(IOException.class, () -> Tokens.read(file), wrong);
        }
        Path none = folder.resolve("none");
        IOException e = assertThrows(IOException.class, () -> Tokens.read(none));
        assertEquals(none + ": there is no such file", e.getMessage());
    }

    @Test
    void theTokenOfAFileIsNotInTheUrl(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TOKEN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (TestAgent agent = TestAgent.start(TestAgent.options().tokenFile(file))) {
            String url = agent.agent().url();
            assertTrue(url.matches("http://127\\.0\\.0\\.1:\\d+/"), url);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + "api/v1/info"))
                            .header("Authorization", "Bearer " + TOKEN)
                            .build();
            assertEquals(200, agent.text(request).statusCode());
        }
    }

    @Test
    void whatDoesNotStartLeavesNothingOpen() throws Exception {
        try (TestAgent first = TestAgent.start(TestAgent.options())) {
            IOException e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    TestAgent.start(
                                            TestAgent.options()
                                                    .listen(
                                                            new ListenAddress(
                                                                    "127.0.0.1", first.port()))));
            assertTrue(
                    e.getMessage().startsWith("cannot bind 127.0.0.1:" + first.port()),
                    e.getMessage());
            assertTrue(e.getMessage().contains("--listen"), e.getMessage());
        }
    }

    @Test
    void withoutATokenEverybodyOfThisMachineSeesAll() throws Exception {
        try (TestAgent agent = TestAgent.start(TestAgent.options().withoutToken())) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(agent.agent().url() + "api/v1/info")).build();
            assertEquals(200, agent.text(request).statusCode());
        }
    }
}
