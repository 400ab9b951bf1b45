package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a probe says of itself. */
class DiagnosticsTest {
    @BindingTest
    void isComplete(Binding binding, ProcessProbe probe) {
        ProbeDiagnostics diagnostics = probe.diagnostics();
        assertEquals(binding.name(), diagnostics.binding());
        assertTrue(Files.isRegularFile(diagnostics.library()));
        List<String> attempts = diagnostics.attempts();
        String last = attempts.get(attempts.size() - 1);
        assertTrue(last.startsWith(binding.property() + ", "), last);
        assertTrue(last.endsWith(": loaded"), last);

        Set<String> served = new HashSet<>();
        for (ProbeDiagnostics.Mechanism mechanism : diagnostics.mechanisms()) {
            assertTrue(served.add(mechanism.serves()), "twice: " + mechanism);
            assertFalse(mechanism.used().isBlank(), mechanism.toString());
            assertFalse(mechanism.firstChoice().isBlank(), mechanism.toString());
            assertEquals(
                    mechanism.used().equals(mechanism.firstChoice()),
                    mechanism.isFirstChoice(),
                    mechanism.toString());
        }
        assertTrue(served.contains("identity"), served.toString());
    }
}
