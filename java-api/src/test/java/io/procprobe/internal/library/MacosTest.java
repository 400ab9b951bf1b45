package io.procprobe.internal.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Search and unpacking on macOS, as far as its file systems are like one in memory. */
class MacosTest {
    private static final String HOME = "/Users/J\u00f6rg";
    private static final String CACHES = HOME + "/Library/Caches";
    private static final String TEMP = "/var/folders/x1/T";
    private static final String RESOURCE = "io/procprobe/native/macos-aarch64/libprocprobe.dylib";
    private static final byte[] CONTENT = "library".getBytes(StandardCharsets.US_ASCII);
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    private final FileSystem files =
            Jimfs.newFileSystem(
                    Configuration.osX().toBuilder()
                            .setAttributeViews("basic", "owner", "posix", "unix")
                            .setDefaultAttributeValue("posix:permissions", "rwx------")
                            .build());

    private final Environments environment =
            new Environments()
                    .files(files)
                    .property("os.name", "Mac OS X")
                    .property("os.arch", "aarch64")
                    .property("user.home", HOME)
                    .property("java.io.tmpdir", TEMP)
                    .variable("XDG_CACHE_HOME", "/xdg")
                    .resource(RESOURCE, CONTENT)
                    .resource(RESOURCE + ".sha256", DIGEST.getBytes(StandardCharsets.US_ASCII));

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    private List<String> tried() {
        return Noting.triedBy(new LibraryLoader(environment.make()));
    }

    private static String unpacked(String folder) {
        return folder + "/procprobe-" + DIGEST.substring(0, 32) + "/libprocprobe.dylib";
    }

    @Test
    void itIsUnpackedWhereUsersHaveTheirCaches() throws Exception {
        assertEquals(List.of(unpacked(CACHES), unpacked(TEMP)), tried());
        Path file = files.getPath(unpacked(CACHES));
        assertArrayEquals(CONTENT, Files.readAllBytes(file));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    @Test
    void foldersOfTheLibraryPathHaveColonsBetweenThem() throws Exception {
        Files.createDirectories(files.getPath("/b"));
        Files.write(files.getPath("/b/libprocprobe.dylib"), CONTENT);
        environment.property("java.library.path", "/a::/b:.");
        assertEquals("/b/libprocprobe.dylib", tried().get(0));
    }

    @Test
    void aFolderThatOthersCanWriteToIsPassedOver() throws Exception {
        Path caches = Files.createDirectories(files.getPath(CACHES));
        Files.setPosixFilePermissions(caches, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(List.of(unpacked(TEMP)), tried());
    }
}
