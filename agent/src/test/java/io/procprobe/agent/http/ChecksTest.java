package io.procprobe.agent.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask, how often, and for which host. */
class ChecksTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void onlyTheTokenPasses() {
        TokenCheck check = TokenCheck.of("0123456789abcdef");
        assertTrue(check.passes(Optional.of("Bearer 0123456789abcdef")));
        assertTrue(check.passes(Optional.of("bearer 0123456789abcdef")));
        for (String wrong :
                new String[] {
                    "",
                    "Bearer",
                    "Bearer ",
                    "Bearer 0123456789abcde",
                    "Bearer 0123456789abcdeg",
                    "Bearer 0123456789abcdef0",
                    "Bearer 0123456789ABCDEF",
                    "Basic 0123456789abcdef",
                    "0123456789abcdef"
                }) {
            assertFalse(check.passes(Optional.of(wrong)), wrong);
        }
        assertFalse(check.passes(Optional.empty()));
        assertTrue(TokenCheck.none().passes(Optional.empty()));
    }

    private static boolean passes(String host, int port, String local, String... names)
            throws Exception {
        return new HostCheck(List.of(names), false)
                .passes(host, port, new InetSocketAddress(InetAddress.getByName(local), 9179));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 9179, 127.0.0.1, true",
        "localhost, 9179, 127.0.0.1, true",
        "LOCALHOST, 9179, 127.0.0.1, true",
        "[::1], 9179, ::1, true",
        "localhost, 9179, ::1, true",
        "127.0.0.1, 9180, 127.0.0.1, false",
        "127.0.0.1, 0, 127.0.0.1, false",
        "evil.example, 9179, 127.0.0.1, false",
        "localhost.evil.example, 9179, 127.0.0.1, false",
        "10.0.0.1, 9179, 127.0.0.1, false",
        "10.0.0.1, 9179, 10.0.0.1, true",
        "localhost, 9179, 10.0.0.1, false",
        "[2001:db8::1], 9179, 2001:db8::1, true",
        "[2001:db8:0:0::1], 9179, 2001:db8::1, true",
        "[2001:db8::2], 9179, 2001:db8::1, false",
        "[::1], 9179, 2001:db8::1, false",
        "1.2, 9179, 127.0.0.1, false",
        "999.0.0.1, 9179, 127.0.0.1, false",
        "[:], 9179, ::1, false",
        "'', 9179, 127.0.0.1, false",
    })
    void onlyOurOwnNamesPass(String host, int port, String local, boolean expected)
            throws Exception {
        assertEquals(expected, passes(host, port, local));
    }

    @Test
    void namesThatWereGivenPass() throws Exception {
        assertTrue(passes("build-1", 443, "10.0.0.1", "Build-1"));
        assertFalse(passes("build-2", 9179, "10.0.0.1", "build-1"));
        assertFalse(passes(null, 9179, "10.0.0.1", "build-1"));
    }

    @Test
    void anAddressMayNotAskTooOften() {
        RateLimit limit = new RateLimit(10);
        for (int i = 0; i < 10; i++) {
            assertTrue(limit.passes("a", 0));
        }
        assertFalse(limit.passes("a", 0));
        assertTrue(limit.passes("b", 0), "others are not held up");
        assertTrue(limit.passes("a", SECOND / 10));
        assertFalse(limit.passes("a", SECOND / 10));
        for (int i = 0; i < 10; i++) {
            assertTrue(limit.passes("a", 100 * SECOND));
        }
        assertFalse(limit.passes("a", 100 * SECOND), "rest is not saved up for ever");
        for (int i = 0; i < 5_000; i++) {
            assertTrue(limit.passes("address " + i, 100 * SECOND));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate, gzip;q=0.5", "GZIP", "br, gzip ; q=1"})
    void gzipIsAccepted(String header) {
        assertTrue(AgentHandler.acceptsGzip(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "br", "gzip;q=0", "gzip;q=0.000", "gzipped", "*"})
    void gzipIsNotAccepted(String header) {
        assertFalse(AgentHandler.acceptsGzip(header));
    }

    @Test
    void anAnswerIsRenderedOnceForAPoll() throws Exception {
        RenderCache cache = new RenderCache(Duration.ofSeconds(60));
        int[] rendered = {0};
        RenderCache.Renderer renderer =
                () -> {
                    rendered[0]++;
                    return new Content("text/plain", new byte[1]);
                };
        Content first = cache.get(1, "a", renderer);
        assertSame(first, cache.get(1, "a", renderer));
        assertEquals(1, rendered[0]);
        cache.get(1, "b", renderer);
        cache.get(2, "a", renderer);
        assertEquals(3, rendered[0]);
        // What does not fit is not kept.
        RenderCache.Renderer huge = () -> new Content("text/plain", new byte[20 << 20]);
        assertTrue(cache.get(2, "huge", huge) != cache.get(2, "huge", huge));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../Agent.class",
                "..",
                ".hidden",
                "a//b",
                "/etc/passwd",
                "a/../../x.js",
                "a\\b.js",
                "%2e%2e/x.js",
                "",
                "a/",
                "AgentServer.class",
                "index",
            })
    void assetsAreNothingButTheirFiles(String name) {
        assertTrue(new Assets().find(name).isEmpty());
    }

    @Test
    void whoWaitsForAnAnswerThatIsStuckIsRefused() throws Exception {
        RenderCache cache = new RenderCache(Duration.ofMillis(1));
        CountDownLatch isRendering = new CountDownLatch(1);
        CountDownLatch isEnough = new CountDownLatch(1);
        RenderCache.Renderer stuck =
                () -> {
                    isRendering.countDown();
                    awaitOpen(isEnough);
                    return new Content("text/plain", new byte[1]);
                };
        CompletableFuture<Void> first =
                CompletableFuture.runAsync(
                        () -> assertDoesNotThrow(() -> cache.get(1, "a", stuck)));
        awaitOpen(isRendering);
        ProblemException refusal =
                assertThrows(ProblemException.class, () -> cache.get(1, "b", stuck));
        assertEquals(503, refusal.status());
        isEnough.countDown();
        first.get(60, TimeUnit.SECONDS);
        assertEquals(1, cache.get(1, "a", stuck).bytes().length);
    }

    private static void awaitOpen(CountDownLatch latch) {
        assertDoesNotThrow(() -> assertTrue(latch.await(60, TimeUnit.SECONDS)));
    }
}
