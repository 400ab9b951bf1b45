package io.procprobe.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not safe is refused, with what to do. */
class AgentOptionsTest {
    private static final ListenAddress EVERYWHERE = new ListenAddress("0.0.0.0", 9179);

    private static String refused(AgentOptions.Builder builder) {
        return assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    }

    @Test
    void byDefaultOnlyThisMachineIsServed() {
        AgentOptions options = AgentOptions.builder().build();
        assertEquals("127.0.0.1:9179", options.listen().toString());
        assertTrue(options.listen().isLoopback());
        assertFalse(options.isOpen());
        assertEquals(Duration.ofSeconds(5), options.interval());
        assertEquals(Duration.ofHours(1), options.history().length());
    }

    @Test
    void othersAreServedWithATokenAndTlsOnly() {
        AgentOptions.Builder builder = AgentOptions.builder().listen(EVERYWHERE);
        assertTrue(refused(builder).contains("--token-file"));
        builder.tokenFile(Path.of("token"));
        assertTrue(refused(builder).contains("--insecure-http"));
        assertEquals(EVERYWHERE, builder.allowInsecureHttp().build().listen());
        AgentOptions.Builder secure =
                AgentOptions.builder()
                        .listen(EVERYWHERE)
                        .tokenFile(Path.of("token"))
                        .tls(new TlsOptions(Path.of("key.p12"), Optional.empty()));
        assertEquals(EVERYWHERE, secure.build().listen());
        assertTrue(refused(secure.withoutToken()).contains("loopback"));
    }

    @Test
    void noTokenIsForThisMachineOnly() {
        assertTrue(AgentOptions.builder().withoutToken().build().isOpen());
        assertTrue(
                refused(AgentOptions.builder().withoutToken().tokenFile(Path.of("token")))
                        .contains("contradict"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", "a", "a:", "a:99999", "::1:9179", "http://a:1", "a b:1"})
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ListenAddress.parse(text));
    }

    @Test
    void addressesAreReadAsTheyAreWritten() {
        assertEquals(new ListenAddress("::1", 9179), ListenAddress.parse("[::1]:9179"));
        assertEquals("[::1]:9179", ListenAddress.parse("[::1]:9179").toString());
        assertTrue(ListenAddress.parse("[::1]:0").isLoopback());
        assertTrue(ListenAddress.parse("localhost:1").isLoopback());
    }

    @Test
    void quantitiesAreReadAsTheyAreWritten() {
        assertEquals(Duration.ofMillis(1500), Quantities.duration("1.5s"));
        assertEquals(Duration.ofSeconds(3), Quantities.duration("3"));
        assertEquals(1536L << 20, Quantities.size("1.5GiB"));
        assertEquals(1 << 10, Quantities.size("1K"));
        assertEquals(12, Quantities.size("12"));
        assertEquals(1 << 20, Quantities.rate("60MiB/min"), 1e-9);
        for (String wrong : new String[] {"1GB", "-1", "1e3", "", "GiB", "1 TB"}) {
            assertThrows(IllegalArgumentException.class, () -> Quantities.size(wrong));
        }
        assertThrows(IllegalArgumentException.class, () -> Quantities.duration("99999999999d"));
    }

    @Test
    void groupsAreReadFromFlags() {
        GroupSpec group = GroupSpec.parse("w=cookie:A=b:c");
        assertEquals("w", group.name());
        assertEquals(Optional.of("A=b:c"), group.cookie());
        for (String wrong : new String[] {"w", "w=", "=name:a", "w=nam:a", "w w=name:a", "w=a"}) {
            assertThrows(IllegalArgumentException.class, () -> GroupSpec.parse(wrong), wrong);
        }
    }
}
