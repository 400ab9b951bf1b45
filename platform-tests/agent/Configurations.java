import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.ConfigurationException;
import io.procprobe.agent.config.ConfigurationFile;
import io.procprobe.agent.config.Mistake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Reads configurations that are valid but for some damage, always the same ones for a seed: each
 * has to be read, or told its mistakes with their places, whatever it says and within seconds.
 * Called by fuzz.sh, with the jars of the command.
 */
final class Configurations {
    private static final long MOST_MILLIS_EACH = 5_000;
    private static final int MOST_CHANGES = 4;
    private static final int MOST_TOLD = 5;

    /** What means something in YAML or to us, or is too much of something. */
    private static final List<String> WORDS =
            List.of(
                    "{", "}", "[", "]", ": ", "- ", "\n", "\n  ", "\t", "#", "&a ", "*a", "<<: *a", "!!binary ",
                    "!!java.net.URL ", "|", ">", "'", "\"", "%YAML 9.9\n", "---\n", "...\n", "? ", "null", "~",
                    "true", "-1", "0", "1e400", "NaN", "Infinity", "9223372036854775808", "99999999999999999999GiB",
                    "-5s", "0s", "5", "1h1h", "2GiB", "10MiB/min", "0x10", "(", "(a+)+$", "\\", "[[:alpha:]", "***",
                    "..", "/", "\u0000", "\u0007", "\uFEFF", "\u2028", "\uD83D\uDE00", "\uD800", "ä", "=", "A=", "=B", "::1",
                    "[::1]:0", "0.0.0.0:0", "127.0.0.1:65536", "127.0.0.1:-1", ":", "http://", "http://[", "file:///x",
                    "http://a b", "http://x:99999", "all", "name", "match", "groups:\n", "alerts:\n", "listen: ",
                    "interval: ", "x".repeat(5_000), "[".repeat(3_000), "(".repeat(20_000), "{a: ".repeat(2_000),
                    "- ".repeat(2_000), "*".repeat(20_000), "? ".repeat(2_000));

    private final Random random;
    private final List<String> lines = new ArrayList<>();
    private final List<String> originals;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int faults;

    private Configurations(long seed, List<String> originals) {
        this.random = new Random(seed);
        this.originals = originals;
        originals.forEach(original -> lines.addAll(original.lines().toList()));
    }

    /** Usage: SEED SECONDS SAMPLES FOLDER FILE...; FOLDER gets about SAMPLES of what was made up. */
    public static void main(String[] args) throws Exception {
        List<String> originals = new ArrayList<>();
        for (int i = 4; i < args.length; i++) {
            originals.add(Files.readString(Path.of(args[i])));
        }
        Configurations fuzzer = new Configurations(Long.parseLong(args[0]), originals);
        for (String original : originals) {
            if (!fuzzer.outcome(original).equals("read")) {
                throw new IllegalArgumentException("not valid to begin with: " + original);
            }
        }
        System.exit(
                fuzzer.run(
                        Long.parseLong(args[1]) * 1_000, Integer.parseInt(args[2]), Path.of(args[3])));
    }

    private int run(long millis, int samples, Path folder) throws Exception {
        Files.createDirectories(folder);
        long end = System.currentTimeMillis() + millis;
        int count = 0;
        while (System.currentTimeMillis() < end && faults < MOST_TOLD) {
            String text = damaged();
            String outcome = tryOne(text, folder, count);
            count++;
            // As many of each kind: few files get through damage.
            if (outcomes.get(outcome) <= samples / 2) {
                Files.writeString(folder.resolve("sample-" + count + ".yaml"), wellFormed(text));
            }
        }
        System.out.println("configurations: " + count + " " + outcomes);
        return faults == 0 ? 0 : 1;
    }

    /** In a thread of its own, with the stack of the thread that reads it in the command. */
    private String tryOne(String text, Path folder, int number) throws Exception {
        String[] outcome = {"hangs"};
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                outcome[0] = outcome(text);
                            } catch (Throwable e) {
                                outcome[0] = "FOUND " + e + " at " + place(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        thread.join(MOST_MILLIS_EACH);
        boolean isFound = outcome[0].startsWith("FOUND");
        String kind = isFound ? "found" : outcome[0];
        outcomes.merge(kind, 1, Integer::sum);
        if (isFound || kind.equals("hangs")) {
            faults++;
            Path finding = folder.resolve("finding-" + number + ".yaml");
            Files.writeString(finding, wellFormed(text));
            System.out.println(outcome[0] + ": " + finding);
        }
        return kind;
    }

    private static String place(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? "nowhere" : trace[0].toString();
    }

    private static String outcome(String text) {
        AgentOptions.Builder options = AgentOptions.builder();
        try {
            ConfigurationFile.read("a.yaml", text, options);
        } catch (ConfigurationException e) {
            long lines = text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1).length;
            for (Mistake mistake : e.mistakes()) {
                if (mistake.line() < 1 || mistake.line() > lines || mistake.column() < 1) {
                    return "FOUND a place that is not there, of " + lines + " lines: " + mistake;
                }
                if (mistake.text().isBlank() || mistake.text().contains("Exception")) {
                    return "FOUND no words for a person: " + mistake;
                }
            }
            return e.mistakes().isEmpty() ? "FOUND no mistakes" : "told";
        }
        try {
            options.build();
        } catch (IllegalArgumentException e) {
            // What contradicts each other, options of the command line among it, has no one place.
            return e.getMessage() == null ? "FOUND no message" : "contradicts itself";
        }
        return "read";
    }

    /** As a file can have it: no half of a character. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private String damaged() {
        StringBuilder text = new StringBuilder(originals.get(random.nextInt(originals.size())));
        int changes = 1 + random.nextInt(MOST_CHANGES);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(7)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 2 -> text.replace(at, end, WORDS.get(random.nextInt(WORDS.size())));
                case 3 -> text.insert(at, text.substring(at, end));
                case 4 -> text.insert(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x3000));
                case 5 -> insertLine(text, at);
                default -> replaceValue(text, at);
            }
        }
        return text.toString();
    }

    /** A line of any of them, at the beginning of a line. */
    private void insertLine(StringBuilder text, int near) {
        int at = text.lastIndexOf("\n", Math.max(0, near - 1)) + 1;
        text.insert(at, lines.get(random.nextInt(lines.size())) + "\n");
    }

    /** What stands behind a colon. */
    private void replaceValue(StringBuilder text, int near) {
        int at = text.indexOf(": ", near);
        if (at < 0) {
            return;
        }
        int end = at + 2;
        while (end < text.length() && "\n,}".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        text.replace(at + 2, end, WORDS.get(random.nextInt(WORDS.size())));
    }
}
