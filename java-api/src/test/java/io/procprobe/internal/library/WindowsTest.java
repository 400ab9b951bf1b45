package io.procprobe.internal.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Search and unpacking on Windows: its drives, its lists and its way with files in use. */
class WindowsTest {
    private static final String HOME = "C:\\Users\\J\u00f6rg \u5b57";
    private static final String LOCAL = HOME + "\\AppData\\Local";
    private static final String TEMP = "D:\\Temp";
    private static final String RESOURCE = "io/procprobe/native/windows-x86_64/procprobe.dll";
    private static final byte[] CONTENT = "library".getBytes(StandardCharsets.US_ASCII);
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private final FileSystem files =
            Jimfs.newFileSystem(
                    Configuration.windows().toBuilder().setRoots("C:\\", "D:\\").build());

    private final Environments environment =
            new Environments()
                    .files(files)
                    .property("os.name", "Windows 11")
                    .property("os.arch", "amd64")
                    .property("user.home", HOME)
                    .property("java.io.tmpdir", TEMP + "\\")
                    .variable("LOCALAPPDATA", LOCAL)
                    .resource(RESOURCE, CONTENT)
                    .resource(RESOURCE + ".sha256", DIGEST.getBytes(StandardCharsets.US_ASCII));

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    private List<String> tried() {
        return Noting.triedBy(new LibraryLoader(environment.make()));
    }

    private List<String> folders() {
        return environment.make().cacheFolders().stream().map(Path::toString).toList();
    }

    private static String unpacked(String folder) {
        return folder + "\\procprobe-" + DIGEST.substring(0, 32) + "\\procprobe.dll";
    }

    private static List<String> leftBeside(Path file) throws IOException {
        try (Stream<Path> left = Files.list(file.getParent())) {
            return left.map(each -> each.getFileName().toString()).toList();
        }
    }

    @Test
    void theFolderOfTheUserComesBeforeTheTemporaryOne() {
        assertEquals(List.of(LOCAL, TEMP), folders());
        environment.property("procprobe.cache.dir", "E:\\chosen");
        assertEquals(List.of("E:\\chosen", LOCAL, TEMP), folders());
        environment.property("procprobe.cache.dir", "\\\\server\\share\\cache");
        assertEquals("\\\\server\\share\\cache", folders().get(0));
    }

    /** Each drive has a current folder of its own, and a path may leave out the drive. */
    @Test
    void whatIsNoWholePathIsLeftOut() {
        for (String path : List.of("cache", "", "a:b:c", "con|<>")) {
            environment.property("procprobe.cache.dir", path);
            assertEquals(List.of(LOCAL, TEMP), folders(), path);
        }
    }

    @Test
    void foldersOfTheLibraryPathHaveSemicolonsBetweenThem() throws Exception {
        Files.createDirectories(files.getPath("D:\\b"));
        Files.write(files.getPath("D:\\b\\procprobe.dll"), CONTENT);
        environment.property("java.library.path", "C:\\a;;D:\\b;.");
        assertEquals("D:\\b\\procprobe.dll", tried().get(0));
    }

    @Test
    void theNamedFolderIsLookedInto() throws Exception {
        Files.createDirectories(files.getPath("C:\\given"));
        Files.write(files.getPath("C:\\given\\procprobe.dll"), CONTENT);
        environment.property("procprobe.library.path", "C:\\given");
        assertEquals("C:\\given\\procprobe.dll", tried().get(0));
    }

    @Test
    void itIsUnpackedWhereUsersHaveTheirFiles() throws Exception {
        assertEquals(List.of(unpacked(LOCAL), unpacked(TEMP)), tried());
        assertArrayEquals(CONTENT, Files.readAllBytes(files.getPath(unpacked(LOCAL))));
    }

    private Path unpack(BundledLibrary.Mover mover) throws IOException {
        return BundledLibrary.of(environment.make()).unpackBelow(files.getPath(LOCAL), 1, mover);
    }

    /** As Windows answers when the file to be replaced is loaded by another JVM. */
    private static BundledLibrary.Mover whileInUse(byte[] held) {
        return (from, to, how) -> {
            Files.write(to, held);
            throw new AccessDeniedException(from.toString(), to.toString(), "in use");
        };
    }

    @Test
    void whatAnotherJvmHasUnpackedAndHoldsServesAsWell() throws Exception {
        Path file = unpack(whileInUse(CONTENT));
        assertEquals(unpacked(LOCAL), file.toString());
        assertArrayEquals(CONTENT, Files.readAllBytes(file));
        assertEquals(List.of("procprobe.dll"), leftBeside(file));
    }

    @Test
    void whatIsHeldAndDamagedIsAnError() throws Exception {
        BundledLibrary.Mover held = whileInUse(new byte[] {1});
        IOException e = assertThrows(IOException.class, () -> unpack(held));
        assertTrue(e.getMessage().contains("in use"), e.getMessage());
        assertEquals(List.of("procprobe.dll"), leftBeside(files.getPath(unpacked(LOCAL))));
    }

    @Test
    void aFileInTheWayIsNamedAndTheNextFolderTaken() throws Exception {
        Files.createDirectories(files.getPath(LOCAL).getParent());
        Files.write(files.getPath(LOCAL), CONTENT);
        LibraryLoader loader = new LibraryLoader(environment.make());
        assertEquals(List.of(unpacked(TEMP)), Noting.triedBy(loader));
        String first = loader.attempts().get(0).describe();
        assertTrue(first.contains("unpacked below " + LOCAL), first);
    }
}
