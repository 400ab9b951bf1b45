package io.procprobe.agent.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.TlsOptions;
import io.procprobe.agent.testing.TestAgent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over TLS, with a certificate that is made for the test. */
class TlsTest {
    private static final String PASSWORD = "for this test only";

    private static void keytool(Path keystore) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                keystore.toString(),
                                "-storepass",
                                PASSWORD,
                                "-alias",
                                "agent",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=ip:127.0.0.1")
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private static Path password(Path folder, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), text);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }

    private static AgentOptions.Builder options(Path keystore, Path password) {
        return TestAgent.options()
                .withoutToken()
                .tls(new TlsOptions(keystore, Optional.of(password)));
    }

    @Test
    void itIsSpokenWithTheKeyThatWasGiven(@TempDir Path folder) throws Exception {
        Path keystore = folder.resolve("key.p12");
        keytool(keystore);
        Path password = password(folder, PASSWORD + "\n");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            trusted.load(in, PASSWORD.toCharArray());
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (TestAgent agent = TestAgent.start(options(keystore, password))) {
            String url = agent.agent().url();
            assertTrue(url.startsWith("https://127.0.0.1:"), url);
            HttpResponse<String> response =
                    HttpClient.newBuilder()
                            .sslContext(context)
                            .build()
                            .send(
                                    HttpRequest.newBuilder(URI.create(url + "api/v1/info")).build(),
                                    BodyHandlers.ofString());
            assertEquals(200, response.statusCode(), response.body());
        }
        Files.writeString(password, "another one");
        assertThrows(IOException.class, () -> TestAgent.start(options(keystore, password)));
    }

    @Test
    void withoutAKeyNothingIsServed(@TempDir Path folder) throws Exception {
        Path password = password(folder, PASSWORD);
        Path missing = folder.resolve("missing.p12");
        IOException e =
                assertThrows(IOException.class, () -> TestAgent.start(options(missing, password)));
        assertTrue(e.getMessage().contains("missing.p12"), e.getMessage());
    }
}
