package io.procprobe.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code procprobe.h} says, read from its text: the one place from which all other statements
 * of the ABI derive. Its form is checked by clang-format, which is what makes reading it by
 * patterns safe; whatever would not be understood makes a count differ.
 */
public final class Header {
    /**
     * A line of an X-macro.
     *
     * @param name without the prefix
     * @param number its code
     * @param text what it means
     */
    public record Entry(String name, int number, String text) {}

    /**
     * A member of a record.
     *
     * @param type as written
     * @param name its name
     * @param offset where it lies, by the rules of C
     */
    public record Member(String type, String name, int offset) {}

    /**
     * A record.
     *
     * @param members in the order of their declaration
     * @param bytes its size, by the rules of C
     */
    public record Struct(List<Member> members, int bytes) {}

    private static final Pattern DEFINE =
            Pattern.compile("^#define (PP_\\w+)[ \\t]+(\\S.*)$", Pattern.MULTILINE);

    private static final Pattern ENTRY =
            Pattern.compile("X\\((\\w+), (-?\\d+),\\s*\"([^\"]*)\"\\)");
    private static final Pattern STRUCT =
            Pattern.compile("typedef struct (\\w+) \\{(.*?)\\} \\1;", Pattern.DOTALL);
    private static final Pattern MEMBER = Pattern.compile("(\\w+) (\\w+);");
    private static final Pattern FUNCTION = Pattern.compile("PP_EXPORT ([^;{]*?\\));");
    private static final Pattern SHIFT = Pattern.compile("\\(1ULL << (\\d+)\\)");

    private final String text;

    private Header(String text) {
        this.text = text;
    }

    /** The header of this source tree. */
    public static Header read() {
        try {
            String raw = Files.readString(path());
            return new Header(
                    raw.replace("\\\n", " ").replaceAll("(?s)/\\*.*?\\*/", "").replace("\r", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its file; the build runs tests in the folder of the module. */
    public static Path path() {
        return Path.of("..", "native", "include", "procprobe.h");
    }

    /** Every constant that is a number, by its full name. */
    public Map<String, Long> constants() {
        Map<String, Long> constants = new LinkedHashMap<>();
        Matcher m = DEFINE.matcher(text);
        while (m.find()) {
            if (!m.group(1).equals("PP_EXPORT")) {
                constants.put(m.group(1), number(m.group(2).strip()));
            }
        }
        return constants;
    }

    /** The constants with a prefix, by what follows it. */
    public Map<String, Long> constants(String prefix) {
        Map<String, Long> chosen = new LinkedHashMap<>();
        constants()
                .forEach(
                        (name, value) -> {
                            if (name.startsWith(prefix)) {
                                chosen.put(name.substring(prefix.length()), value);
                            }
                        });
        return chosen;
    }

    /** The lines of an X-macro such as PP_STATUS_MAP. */
    public List<Entry> map(String name) {
        Matcher begin = Pattern.compile("#define " + name + "\\(X\\)([^\\n]*)").matcher(text);
        if (!begin.find()) {
            throw new IllegalStateException("no " + name + " in the header");
        }
        List<Entry> entries = new ArrayList<>();
        Matcher m = ENTRY.matcher(begin.group(1));
        while (m.find()) {
            entries.add(new Entry(m.group(1), Integer.parseInt(m.group(2)), m.group(3)));
        }
        return entries;
    }

    /** The records by their names. */
    public Map<String, Struct> structs() {
        Map<String, Struct> structs = new LinkedHashMap<>();
        Matcher m = STRUCT.matcher(text);
        while (m.find()) {
            structs.put(m.group(1), struct(m.group(2)));
        }
        return structs;
    }

    /** The declarations of the functions by their names, with single spaces. */
    public Map<String, String> functions() {
        Map<String, String> functions = new LinkedHashMap<>();
        Matcher m = FUNCTION.matcher(text);
        while (m.find()) {
            String declaration = m.group(1).replaceAll("\\s+", " ");
            String name = declaration.substring(0, declaration.indexOf('(')).replaceAll(".* ", "");
            functions.put(name, declaration);
        }
        return functions;
    }

    /** Types of the parameters of a declaration, as written. */
    public static List<String> parameterTypes(String declaration) {
        String list = declaration.substring(declaration.indexOf('(') + 1, declaration.indexOf(')'));
        List<String> types = new ArrayList<>();
        if (!list.equals("void")) {
            for (String parameter : list.split(", ", -1)) {
                types.add(parameter.replaceAll("\\w+$", "").strip());
            }
        }
        return types;
    }

    private static Struct struct(String body) {
        List<Member> members = new ArrayList<>();
        int offset = 0;
        int alignment = 1;
        Matcher m = MEMBER.matcher(body);
        while (m.find()) {
            int size = size(m.group(1));
            offset = roundUp(offset, size);
            members.add(new Member(m.group(1), m.group(2), offset));
            offset += size;
            alignment = Math.max(alignment, size);
        }
        return new Struct(members, roundUp(offset, alignment));
    }

    private static int size(String type) {
        return switch (type) {
            case "int32_t", "uint32_t" -> 4;
            case "int64_t", "uint64_t" -> 8;
            default -> throw new IllegalStateException("a record has a member of type " + type);
        };
    }

    private static int roundUp(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    private static long number(String body) {
        Matcher shift = SHIFT.matcher(body);
        return shift.matches()
                ? 1L << Integer.parseInt(shift.group(1))
                : Long.decode(body.replaceAll("[()]|ULL", ""));
    }
}
