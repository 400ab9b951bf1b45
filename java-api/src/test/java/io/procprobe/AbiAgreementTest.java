package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.internal.abi.Abi;
import io.procprobe.internal.binding.ActiveBinding;
import io.procprobe.internal.binding.NativeBinding;
import io.procprobe.internal.binding.NativeBuffer;
import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Header;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The header, the constants of Java, jextract's output and the library that was loaded say the
 * same. Constants are read by reflection from the class that is shipped, since the compiler would
 * copy them into this one.
 */
class AbiAgreementTest {
    private static final Header HEADER = Header.read();

    private static final String GENERATED = "io.procprobe.internal.ffm.generated.";

    @Test
    void theHeaderIsUnderstood() {
        assertEquals(
                List.of(
                        "pp_identity",
                        "pp_sample",
                        "pp_system",
                        "pp_exit",
                        "pp_watch_figures",
                        "pp_node",
                        "pp_resources"),
                names(HEADER.structs()));
        assertTrue(HEADER.functions().size() >= 26, HEADER.functions().toString());
        assertTrue(HEADER.constants("PP_FIELD_").size() >= 21);
        assertTrue(HEADER.map("PP_CALL_MAP").size() >= 11);
    }

    @Test
    void javaHasEveryConstantOfTheHeader() throws Exception {
        Map<String, Long> expected = new TreeMap<>();
        expected.put("VERSION", HEADER.constants().get("PP_ABI_VERSION"));
        for (String name :
                List.of(
                        "EXIT_SIGNALLED",
                        "WATCH_MOST_SLOTS",
                        "NODE_NEW",
                        "NODE_ORPHAN",
                        "TABLE_NAME_BYTES")) {
            expected.put(name, HEADER.constants().get("PP_" + name));
        }
        fields().forEach((n, value) -> expected.put("FIELD_" + n, value));
        HEADER.constants("PP_SYSTEM_").forEach((n, value) -> expected.put("SYSTEM_" + n, value));
        HEADER.constants("PP_RESOURCE_")
                .forEach((n, value) -> expected.put("RESOURCE_" + n, value));
        HEADER.structs()
                .forEach(
                        (name, struct) -> {
                            String prefix = name.substring("pp_".length()).toUpperCase(Locale.ROOT);
                            expected.put(prefix + "_BYTES", (long) struct.bytes());
                            for (Header.Member member : struct.members()) {
                                String upper = member.name().toUpperCase(Locale.ROOT);
                                expected.put(
                                        prefix + "_" + upper + "_OFFSET", (long) member.offset());
                            }
                        });
        Map<String, Long> actual = new TreeMap<>();
        for (Field field : Abi.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())) {
                actual.put(field.getName(), ((Number) field.get(null)).longValue());
            }
        }
        assertEquals(expected, actual);
    }

    @Test
    void fieldsAreThoseOfTheHeader() {
        Map<String, Long> actual = new LinkedHashMap<>();
        for (io.procprobe.Field field : io.procprobe.Field.values()) {
            actual.put(field.name(), FieldSet.of(field).mask());
        }
        assertEquals(fields(), actual);
    }

    @Test
    void costClassesAreThoseOfTheHeader() {
        Map<String, Long> masks = HEADER.constants("PP_FIELDS_");
        FieldSet stall =
                FieldSet.of(io.procprobe.Field.UNIQUE)
                        .plus(io.procprobe.Field.PROPORTIONAL, io.procprobe.Field.SWAP);
        assertEquals(masks.get("CHEAP"), FieldSet.CHEAP.mask());
        assertEquals(masks.get("TEXT"), FieldSet.CHEAP_AND_TEXT.mask() & ~FieldSet.CHEAP.mask());
        assertEquals(masks.get("STALL"), stall.mask());
        long all = HEADER.constants("PP_FIELD_").values().stream().reduce(0L, (a, b) -> a | b);
        assertEquals(masks.get("ALL"), all);
    }

    @Test
    void statusesAreThoseOfTheHeader() {
        List<Header.Entry> actual = new ArrayList<>();
        for (Status status : Status.values()) {
            actual.add(new Header.Entry(status.name(), status.code(), status.meaning()));
            assertEquals(status, Status.of(status.code()));
        }
        assertEquals(HEADER.map("PP_STATUS_MAP"), actual);
        // The header states the numbers once more, for jextract.
        Map<String, Long> constants = HEADER.constants("PP_");
        for (Header.Entry entry : actual) {
            assertEquals(entry.number(), constants.get(entry.name()), entry.name());
        }
    }

    @Test
    void tokenKindsAreThoseOfTheHeader() {
        Map<String, Long> actual = new LinkedHashMap<>();
        actual.put("NONE", 0L);
        for (TokenKind kind : TokenKind.values()) {
            actual.put(kind.name(), (long) kind.code());
            assertEquals(kind, TokenKind.of(kind.code()));
        }
        assertEquals(HEADER.constants("PP_TOKEN_"), actual);
    }

    @Test
    void statesAreThoseOfTheHeader() {
        List<String> expected = new ArrayList<>(names(HEADER.constants("PP_STATE_")));
        assertEquals(expected, Arrays.stream(ProcessState.values()).map(Enum::name).toList());
        HEADER.constants("PP_STATE_")
                .forEach(
                        (name, value) ->
                                assertEquals(name, ProcessState.of(value.intValue()).name()));
        assertEquals(ProcessState.UNKNOWN, ProcessState.of(expected.size()));
        assertEquals(ProcessState.UNKNOWN, ProcessState.of(-1));
    }

    @Test
    void jnaHasEveryFunctionThatTheFacadeCalls() throws Exception {
        Class<?> functions = Class.forName("io.procprobe.internal.jna.JnaFunctions");
        Map<String, List<Class<?>>> expected = new TreeMap<>();
        HEADER.functions()
                .forEach(
                        (name, declaration) -> {
                            // The check of the ABI comes before anything is bound.
                            if (!name.startsWith("pp_abi_")) {
                                expected.put(name, javaTypes(declaration));
                            }
                        });
        Map<String, List<Class<?>>> actual = new TreeMap<>();
        for (Method method : functions.getDeclaredMethods()) {
            if (Modifier.isNative(method.getModifiers())) {
                assertEquals(int.class, method.getReturnType(), method.toString());
                actual.put(method.getName(), List.of(method.getParameterTypes()));
            }
        }
        assertEquals(expected, actual);
    }

    @Test
    void theBindingHasEveryFunctionThatTheFacadeCalls() {
        List<String> expected =
                HEADER.functions().keySet().stream()
                        .filter(name -> !name.startsWith("pp_abi_"))
                        .map(AbiAgreementTest::camelCase)
                        .sorted()
                        .toList();
        List<String> actual =
                Arrays.stream(NativeBinding.class.getDeclaredMethods())
                        .map(Method::getName)
                        .filter(name -> !name.equals("name") && !name.equals("allocate"))
                        .sorted()
                        .toList();
        assertEquals(expected, actual);
    }

    @Test
    void jextractHasTheLayoutsOfTheHeader() throws Exception {
        assumeFfm();
        for (Map.Entry<String, Header.Struct> struct : HEADER.structs().entrySet()) {
            Class<?> generated = Class.forName(GENERATED + struct.getKey());
            assertEquals(
                    (long) struct.getValue().bytes(), generated.getMethod("sizeof").invoke(null));
            List<String> offsets = new ArrayList<>();
            for (Header.Member member : struct.getValue().members()) {
                String name = member.name() + "$offset";
                offsets.add(name);
                assertEquals((long) member.offset(), generated.getMethod(name).invoke(null), name);
                Class<?> layout = generated.getMethod(member.name() + "$layout").getReturnType();
                assertEquals(
                        member.type().contains("64") ? "OfLong" : "OfInt", layout.getSimpleName());
            }
            assertEquals(
                    offsets.stream().sorted().toList(),
                    Arrays.stream(generated.getMethods())
                            .map(Method::getName)
                            .filter(name -> name.endsWith("$offset"))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void jextractHasTheFunctionsAndConstantsOfTheHeader() throws Exception {
        assumeFfm();
        // The library has to be loaded before the class that looks its functions up.
        openFfm();
        Class<?> generated = Class.forName(GENERATED + "procprobe_h");
        List<String> descriptors =
                Arrays.stream(generated.getMethods())
                        .map(Method::getName)
                        .filter(name -> name.endsWith("$descriptor"))
                        .map(name -> name.replace("$descriptor", ""))
                        .sorted()
                        .toList();
        assertEquals(HEADER.functions().keySet().stream().sorted().toList(), descriptors);
        int compared = 0;
        for (Method method : generated.getMethods()) {
            if (method.getName().startsWith("PP_")) {
                assertEquals(
                        HEADER.constants().get(method.getName()),
                        ((Number) method.invoke(null)).longValue(),
                        method.getName());
                compared++;
            }
        }
        assertTrue(compared >= 15, compared + " constants");
    }

    @BindingTest
    void theLibraryHasTheTextsOfTheHeader(ProcessProbe probe) {
        assertEquals(
                Status.OK, probe.sample(ProcessHandle.current().pid(), FieldSet.NONE).status());
        NativeBinding library = ActiveBinding.get().binding();
        NativeBuffer text = library.allocate(128);
        for (Header.Entry entry : HEADER.map("PP_STATUS_MAP")) {
            assertText(entry.name(), text, library.statusName(entry.number(), text, 128));
            assertText(entry.text(), text, library.statusMeaning(entry.number(), text, 128));
        }
        List<Header.Entry> calls = HEADER.map("PP_CALL_MAP");
        for (Header.Entry entry : calls) {
            assertText(entry.text(), text, library.statusCallName(entry.number(), text, 128));
        }
        int notFound = Status.NOT_FOUND.code();
        assertEquals(notFound, library.statusName(1, text, 128));
        assertEquals(notFound, library.statusName(-Status.values().length, text, 128));
        assertEquals(notFound, library.statusMeaning(Integer.MIN_VALUE, text, 128));
        assertEquals(notFound, library.statusCallName(calls.size(), text, 128));
        assertEquals(notFound, library.statusCallName(-1, text, 128));
        assertEquals(Status.TOO_SMALL.code(), library.statusName(-1, text, 3));
    }

    private static Map<String, Long> fields() {
        return HEADER.constants("PP_FIELD_");
    }

    private static void assertText(String expected, NativeBuffer text, int length) {
        assertTrue(length >= 0, expected + ": " + length);
        assertEquals(expected, TextBuffer.decode(text.bytes(), 0, length));
    }

    private static void assumeFfm() {
        assumeTrue(
                Binding.required().contains(Binding.FFM),
                "jextract's classes need Java " + Binding.FFM_SINCE);
    }

    private static void openFfm() {
        String before = System.getProperty("procprobe.binding");
        System.setProperty("procprobe.binding", "ffm");
        try {
            ProcessProbe.open().close();
        } finally {
            if (before == null) {
                System.clearProperty("procprobe.binding");
            } else {
                System.setProperty("procprobe.binding", before);
            }
        }
    }

    private static List<String> names(Map<String, ?> map) {
        return List.copyOf(map.keySet());
    }

    private static List<Class<?>> javaTypes(String declaration) {
        List<Class<?>> types = new ArrayList<>();
        for (String type : Header.parameterTypes(declaration)) {
            types.add(type.endsWith("*") || type.contains("64") ? long.class : int.class);
        }
        return types;
    }

    /** pp_list_pids becomes listPids. */
    private static String camelCase(String name) {
        StringBuilder made = new StringBuilder();
        for (String word : name.substring("pp_".length()).split("_", -1)) {
            made.append(
                    made.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return made.toString();
    }
}
