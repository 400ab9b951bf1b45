package io.procprobe.internal.library;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * A folder in which nobody but this user can put a file: code is loaded from it. In a folder that
 * is shared, such as /tmp, somebody else may have made one of that name first; it is then refused.
 */
final class PrivateFolder {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final int STICKY = 01000;
    private static final int WRITABLE_BY_OTHERS = 022;
    private static final Integer ROOT = 0;
    private static final Path SELF = Path.of("/proc/self");

    private PrivateFolder() {}

    /**
     * Where a folder of this name belongs. In a parent that several users share, the user's name is
     * added, so that none finds the folder of another one in the way.
     *
     * @param parent exists, or is made
     */
    static Path below(Path parent, String name) throws IOException {
        makeDirectories(parent);
        boolean isShared = isPosix(parent) && (mode(parent.toRealPath()) & STICKY) != 0;
        return parent.resolve(isShared ? name + "-" + currentUser(parent).getName() : name);
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes the folder, or finds it good. Its parent must exist or is made as well. */
    static void ensure(Path folder) throws IOException {
        makeDirectories(folder.getParent());
        boolean posix = isPosix(folder.getParent());
        if (posix) {
            requireSafe(folder.getParent());
        }
        // Looked at first: it is there at nearly every start, and an exception costs more.
        boolean isNew =
                !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && make(folder, posix);
        if (posix && !isNew) {
            requirePrivate(folder);
        }
    }

    /** Makes the folder itself. False when another JVM was quicker. */
    private static boolean make(Path folder, boolean posix) throws IOException {
        try {
            if (posix) {
                Files.createDirectory(folder, OWNER_ONLY);
            } else {
                // On Windows a folder in the user's own area inherits that area's access list.
                Files.createDirectory(folder);
            }
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(folder + " exists and is no folder", e);
            }
            return false;
        }
    }

    private static void makeDirectories(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    /**
     * Whoever may rename entries of the parent may put another folder in the place of ours. So the
     * parent belongs to this user or to root, and others may write to it only if it is sticky, as
     * /tmp is.
     */
    private static void requireSafe(Path parent) throws IOException {
        Path real = parent.toRealPath();
        if ((mode(real) & STICKY) != 0) {
            return;
        }
        requireUnwritableByOthers(real);
        if (!Files.getAttribute(real, "unix:uid").equals(ROOT)) {
            requirePrivate(real);
        }
    }

    /** Refuses what belongs to somebody else or can be written by others. */
    static void requirePrivate(Path path) throws IOException {
        if (!isKnownAsOwn(path)) {
            UserPrincipal user = currentUser(path);
            UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
            if (!owner.equals(user)) {
                throw new IOException(path + " belongs to " + owner + ", not to " + user);
            }
        }
        requireUnwritableByOthers(path);
    }

    /**
     * Whether Linux says so: {@code /proc/self} belongs to the user of this process, or else to
     * root. That saves making a file. Where it does not say so, nothing is known.
     */
    private static boolean isKnownAsOwn(Path path) throws IOException {
        Object owner = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        try {
            return owner.equals(Files.getAttribute(SELF, "unix:uid"));
        } catch (IOException e) {
            return false;
        }
    }

    private static void requireUnwritableByOthers(Path path) throws IOException {
        if ((mode(path) & WRITABLE_BY_OTHERS) != 0) {
            throw new IOException(path + " can be written by other users");
        }
    }

    /**
     * Who this process is for the file system: the owner of a file that it makes. Java has no other
     * way that also holds where the user has no name.
     */
    static UserPrincipal currentUser(Path folder) throws IOException {
        Path probe = TemporaryFile.in(folder);
        try {
            Files.createFile(probe);
            return Files.getOwner(probe, LinkOption.NOFOLLOW_LINKS);
        } catch (AccessDeniedException e) {
            throw new IOException(folder + " cannot be written by this user", e);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** By the system, not by the mount: asking for the mount reads the table of all mounts. */
    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
