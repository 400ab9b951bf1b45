package io.procprobe.agent.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads files that cannot be large, and never more than that, whatever they turn out to be. */
public final class SmallFile {
    private static final int MOST_SECRET_BYTES = 8 << 10;

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.GROUP_WRITE);

    private SmallFile() {}

    /**
     * Reads a file of text.
     *
     * @param file in UTF-8; a pipe will do
     * @param mostBytes what is larger is refused
     * @return all of it
     * @throws CharacterCodingException when it is not UTF-8
     * @throws IOException when it is too large, or cannot be read, with its name and why
     */
    public static String read(Path file, int mostBytes) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(mostBytes + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": this user may not read it", e);
        } catch (IOException e) {
            throw new IOException(file + ": it cannot be read: " + e.getMessage(), e);
        }
        if (bytes.length > mostBytes) {
            throw new IOException(file + ": it is larger than " + mostBytes + " bytes");
        }
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /**
     * The first line of a file that others may neither read nor change.
     *
     * @param file in UTF-8
     * @return without the end of the line; empty when the file is
     * @throws IOException when others may, or it cannot be read, with its name and why
     */
    public static String secret(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        // One that is not there is told by reading it.
        if (view != null && Files.exists(file)) {
            for (PosixFilePermission each : view.readAttributes().permissions()) {
                if (OTHERS.contains(each)) {
                    throw new IOException(
                            file + ": others can read or change this secret: chmod 600 " + file);
                }
            }
        }
        try {
            return read(file, MOST_SECRET_BYTES).lines().findFirst().orElse("");
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": it is not a text in UTF-8", e);
        }
    }
}
