package io.procprobe.internal.library;

import io.procprobe.internal.abi.AbiCheck;
import io.procprobe.internal.binding.BindingFactory;
import io.procprobe.internal.binding.NativeBinding;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the library and has it loaded: {@code -Dprocprobe.library.path} (a file or a folder), then
 * {@code java.library.path}, then the one that is bundled. Each failure is kept, so that nothing
 * goes wrong in silence.
 */
public final class LibraryLoader {
    /**
     * A library that is in use.
     *
     * @param binding its functions
     * @param path its file
     */
    public record Loaded(NativeBinding binding, Path path) {}

    /**
     * A file can be loaded by one class loader only (Java Native Interface Specification, "Library
     * and Version Management"). Applications that have this library in several, such as servlet
     * containers, need as many copies; this many are tried.
     */
    private static final int MOST_COPIES = 64;

    private final Environment environment;
    private final List<Attempt> attempts = new ArrayList<>();

    public LibraryLoader(Environment environment) {
        this.environment = environment;
    }

    /** What was tried so far, in order. */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Tries everything with one binding. Null when nothing worked: see {@link #attempts()}. */
    public Loaded load(BindingFactory factory) {
        Loaded loaded = loadExplicit(factory);
        if (loaded == null) {
            loaded = loadFromLibraryPath(factory);
        }
        return loaded == null ? loadBundled(factory) : loaded;
    }

    private Loaded loadExplicit(BindingFactory factory) {
        String explicit = environment.property().apply("procprobe.library.path");
        if (explicit == null || explicit.isEmpty()) {
            return null;
        }
        String what = factory.name() + ", procprobe.library.path " + explicit;
        Path file = pathOf(explicit);
        if (file != null && Files.isDirectory(file)) {
            file = file.resolve(fileName());
        }
        if (file == null || !Files.isRegularFile(file)) {
            attempts.add(new Attempt(what, new FileNotFoundException("no such file")));
            return null;
        }
        return open(factory, file, what);
    }

    private Loaded loadFromLibraryPath(BindingFactory factory) {
        String folders = environment.property().apply("java.library.path");
        if (folders == null) {
            return null;
        }
        for (String folder : folders.split(environment.pathSeparator(), -1)) {
            Path path = folder.isEmpty() ? null : pathOf(folder);
            Path file = path == null ? null : path.resolve(fileName());
            if (file != null && Files.isRegularFile(file)) {
                Loaded loaded = open(factory, file, factory.name() + ", java.library.path " + file);
                if (loaded != null) {
                    return loaded;
                }
            }
        }
        return null;
    }

    /** Absolute, as the system's linker wants it; null for what is no path at all. */
    private Path pathOf(String text) {
        try {
            return environment.fileSystem().getPath(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private Loaded loadBundled(BindingFactory factory) {
        BundledLibrary library;
        try {
            library = BundledLibrary.of(environment);
        } catch (IOException e) {
            attempts.add(new Attempt(factory.name() + ", bundled", e));
            return null;
        }
        for (Path folder : environment.cacheFolders()) {
            Loaded loaded = loadUnpacked(factory, library, folder);
            if (loaded != null || isDenied(lastFailure())) {
                return loaded;
            }
        }
        return null;
    }

    private Loaded loadUnpacked(BindingFactory factory, BundledLibrary library, Path folder) {
        String what = factory.name() + ", bundled, unpacked below " + folder;
        for (int copy = 1; copy <= MOST_COPIES; copy++) {
            Path file;
            try {
                file = library.unpackBelow(folder, copy);
            } catch (IOException | RuntimeException e) {
                attempts.add(new Attempt(what, e));
                return null;
            }
            Loaded loaded = open(factory, file, what);
            if (loaded != null || !isTakenByOtherClassLoader(lastFailure())) {
                return loaded;
            }
        }
        return null;
    }

    private Throwable lastFailure() {
        return attempts.get(attempts.size() - 1).failure();
    }

    /**
     * Java lets no library be loaded (JEP 472): another folder would only get a copy for nothing.
     */
    private static boolean isDenied(Throwable failure) {
        return failure != null && failure.getCause() instanceof IllegalCallerException;
    }

    /** Known by its text only: see jdk.internal.loader.NativeLibraries. */
    private static boolean isTakenByOtherClassLoader(Throwable failure) {
        return failure instanceof UnsatisfiedLinkError
                && failure.getMessage() != null
                && failure.getMessage().contains("already loaded in another classloader");
    }

    private Loaded open(BindingFactory factory, Path file, String what) {
        try {
            NativeBinding binding = factory.open(file);
            attempts.add(new Attempt(what, null));
            return new Loaded(binding, file);
        } catch (AbiCheck.Mismatch | LinkageError | RuntimeException e) {
            attempts.add(new Attempt(what, isByNoexec(file, e) ? noexec(e) : e));
            return null;
        }
    }

    private static boolean isByNoexec(Path file, Throwable failure) {
        return !isDenied(failure) && NoexecMount.holds(file.getParent());
    }

    private static IOException noexec(Throwable failure) {
        return new IOException(
                "the file system is mounted noexec, no code is run from there: "
                        + failure.getMessage(),
                failure);
    }

    private String fileName() {
        return environment.platform().fileName();
    }
}
