package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import org.junit.jupiter.api.Test;

/**
 * Native access must be present where the tests run. Without this, a build in which one binding
 * never loads would go on testing the other one, and nobody would notice.
 */
class BindingsPresentTest {
    @BindingTest
    void worksAndIsTheOneThatWasAskedFor(Binding binding, ProcessProbe probe) {
        assertEquals(binding.name(), probe.diagnostics().binding());
        assertEquals(
                Status.OK, probe.sample(ProcessHandle.current().pid(), FieldSet.NONE).status());
    }

    @Test
    void javaIsTheOneThatTheBuildMeant() {
        String release = System.getProperty("test.java.release");
        assumeTrue(release != null, "no test.java.release: not started by the build");
        assertEquals(Integer.parseInt(release), Runtime.version().feature());
    }

    @Test
    void ffmIsTestedFromJava25On() {
        assumeTrue(
                Runtime.version().feature() >= Binding.FFM_SINCE,
                "FFM NOT TESTED: it needs Java "
                        + Binding.FFM_SINCE
                        + ", this is Java "
                        + Runtime.version().feature());
        assertTrue(Binding.required().contains(Binding.FFM));
    }

    @Test
    void ffmBelowJava25IsRefusedWithItsReason() {
        assumeTrue(
                Runtime.version().feature() < Binding.FFM_SINCE,
                "this Java has FFM: nothing to refuse");
        String before = System.getProperty("procprobe.binding");
        System.setProperty("procprobe.binding", "ffm");
        try {
            ProbeUnavailableException e =
                    assertThrows(ProbeUnavailableException.class, ProcessProbe::open);
            assertTrue(e.getMessage().contains("it needs Java 25 or later"), e.getMessage());
        } finally {
            if (before == null) {
                System.clearProperty("procprobe.binding");
            } else {
                System.setProperty("procprobe.binding", before);
            }
        }
    }
}
