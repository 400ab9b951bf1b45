package io.procprobe.internal.library;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The library that comes in the jar, and unpacking it: to {@code FOLDER/procprobe-DIGEST/}, named
 * after its content, so that versions live side by side and a file that is there is never changed.
 */
public final class BundledLibrary {
    /** Half of a SHA-256 in hexadecimal: enough to tell apart what users have, and short paths. */
    private static final int DIGEST_CHARACTERS = 32;

    /** How a file takes the place of another; tests have one of their own. */
    interface Mover {
        void move(Path from, Path to, CopyOption how) throws IOException;
    }

    private final String fileName;
    private final byte[] content;
    private final String digest;

    private BundledLibrary(String fileName, byte[] content, String digest) {
        this.fileName = fileName;
        this.content = content;
        this.digest = digest;
    }

    /**
     * The library for a platform.
     *
     * @throws FileNotFoundException when none is bundled for it
     */
    public static BundledLibrary of(Environment environment) throws IOException {
        PlatformId platform = environment.platform();
        byte[] content = environment.read(platform.resource());
        byte[] digest = environment.read(platform.resource() + ".sha256");
        if (content == null || digest == null) {
            throw new FileNotFoundException(
                    "no library for "
                            + platform
                            + " is bundled (resource "
                            + platform.resource()
                            + ")");
        }
        String name = new String(digest, StandardCharsets.US_ASCII).strip();
        if (name.length() < DIGEST_CHARACTERS) {
            throw new IOException("the digest of " + platform.resource() + " is cut off");
        }
        return new BundledLibrary(
                platform.fileName(), content, name.substring(0, DIGEST_CHARACTERS));
    }

    /**
     * Puts the library into a private folder below this one, unless it is there already. Several
     * JVMs may do so at once: each writes a file of its own, and whichever is renamed last holds
     * the same bytes.
     *
     * @param parent an existing folder, or one that can be made
     * @param copy 1 for the usual name; more for a further copy of the same content
     * @return the file
     */
    public Path unpackBelow(Path parent, int copy) throws IOException {
        return unpackBelow(parent, copy, Files::move);
    }

    Path unpackBelow(Path parent, int copy, Mover mover) throws IOException {
        Path folder = PrivateFolder.below(parent, "procprobe-" + digest);
        PrivateFolder.ensure(folder);
        Path file = folder.resolve(copy == 1 ? fileName : copy + "-" + fileName);
        if (isIntact(file)) {
            return file;
        }
        Path temporary = TemporaryFile.in(folder);
        try {
            Files.write(
                    temporary, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            move(temporary, file, mover);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return file;
    }

    private void move(Path temporary, Path file, Mover mover) throws IOException {
        try {
            mover.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            mover.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // Windows replaces no file that another JVM has loaded; the same bytes serve as well.
            if (!isIntact(file)) {
                throw e;
            }
        }
    }

    private boolean isIntact(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }
}
