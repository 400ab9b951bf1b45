import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the home of the JDK that runs it into a file, for the launcher script: in the encoding of
 * the system, which scripts read and write. What that does not have, the script does not find.
 */
final class RecordJdk {
    private RecordJdk() {}

    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        Files.createDirectories(file.getParent());
        String line = System.getProperty("java.home") + System.lineSeparator();
        Files.write(file, line.getBytes(Charset.forName(System.getProperty("native.encoding"))));
    }
}
