package io.procprobe.internal.abi;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Header;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The figures by which a library is recognised, and that each of them counts. */
class LayoutFiguresTest {
    /** As the header describes pp_abi_layout. */
    private static int[] expected() {
        List<Integer> figures = new ArrayList<>();
        for (Header.Struct struct : Header.read().structs().values()) {
            figures.add(struct.bytes());
            struct.members().forEach(member -> figures.add(member.offset()));
        }
        return figures.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void theFiguresOfTheHeaderAreAccepted() {
        int[] figures = expected();
        assertEquals(figures.length, AbiCheck.layoutLength());
        assertDoesNotThrow(() -> AbiCheck.checkLayout(figures, figures.length));
    }

    @Test
    void everySingleFigureCounts() {
        for (int i = 0; i < AbiCheck.layoutLength(); i++) {
            int[] figures = expected();
            figures[i] += 4;
            AbiCheck.Mismatch e =
                    assertThrows(
                            AbiCheck.Mismatch.class,
                            () -> AbiCheck.checkLayout(figures, figures.length));
            assertTrue(e.getMessage().contains(Integer.toString(figures[i])), e.getMessage());
        }
    }

    @Test
    void anotherNumberOfFiguresIsRefused() {
        int[] figures = expected();
        for (int count : new int[] {figures.length + 1, figures.length - 1, 0, -8}) {
            assertThrows(AbiCheck.Mismatch.class, () -> AbiCheck.checkLayout(figures, count));
        }
    }

    @Test
    void anotherVersionIsRefused() {
        int version = Header.read().constants().get("PP_ABI_VERSION").intValue();
        assertDoesNotThrow(() -> AbiCheck.checkVersion(version));
        for (int other : new int[] {version + 1, version - 1, -version}) {
            AbiCheck.Mismatch e =
                    assertThrows(AbiCheck.Mismatch.class, () -> AbiCheck.checkVersion(other));
            assertTrue(e.getMessage().contains("ABI version " + other), e.getMessage());
        }
    }
}
