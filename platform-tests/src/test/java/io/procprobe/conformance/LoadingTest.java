package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProbeDiagnostics;
import io.procprobe.ProcessProbe;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** On a supported platform the library loads with every binding that this Java has. */
final class LoadingTest {
    @EachBinding
    void theForcedBindingIsInUse(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            assertEquals(binding.name(), probe.diagnostics().binding());
        }
    }

    @Test
    void theBestBindingIsInUseWhenNoneIsForced() {
        if (System.getProperty(Binding.PROPERTY) == null) {
            try (ProcessProbe probe = ProcessProbe.open()) {
                assertEquals(Binding.required().get(0).name(), probe.diagnostics().binding());
            }
        }
    }

    @Test
    void anUnknownBindingIsRefused() {
        String before = System.setProperty(Binding.PROPERTY, "jni");
        try {
            assertThrows(IllegalArgumentException.class, ProcessProbe::open);
        } finally {
            if (before == null) {
                System.clearProperty(Binding.PROPERTY);
            } else {
                System.setProperty(Binding.PROPERTY, before);
            }
        }
    }

    @EachBinding
    void theFileThatWasLoadedIsNamed(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            ProbeDiagnostics diagnostics = probe.diagnostics();
            assertTrue(diagnostics.library().isAbsolute(), diagnostics.toString());
            assertTrue(Files.isRegularFile(diagnostics.library()), diagnostics.toString());
            String last = diagnostics.attempts().get(diagnostics.attempts().size() - 1);
            assertTrue(last.endsWith(": loaded"), last);
        }
    }

    @EachBinding
    void everyMechanismSaysWhatItServesAndWhyItIsNoFirstChoice(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            Set<String> served = new HashSet<>();
            for (ProbeDiagnostics.Mechanism each : probe.diagnostics().mechanisms()) {
                assertFalse(each.serves().isBlank(), each.toString());
                assertFalse(each.used().isBlank(), each.toString());
                assertFalse(each.firstChoice().isBlank(), each.toString());
                assertEquals(each.reason().isEmpty(), each.isFirstChoice(), each.toString());
                assertTrue(served.add(each.serves()), each + " twice");
            }
            assertFalse(served.isEmpty());
        }
    }
}
