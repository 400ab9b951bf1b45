package io.procprobe.internal.binding;

import io.procprobe.ProbeUnavailableException;
import io.procprobe.Status;
import io.procprobe.internal.ffm.FfmFactory;
import io.procprobe.internal.jna.JnaFactory;
import io.procprobe.internal.library.Attempt;
import io.procprobe.internal.library.Environment;
import io.procprobe.internal.library.LibraryLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The binding that a probe uses, with how it came to be. There is one of each kind in a JVM (more
 * exactly, in a class loader), made at first use.
 *
 * @param binding its functions
 * @param library the file that was loaded
 * @param attempts all that was tried, the one that worked last, one line each
 */
public record ActiveBinding(NativeBinding binding, Path library, List<String> attempts) {
    private static final String PROPERTY = "procprobe.binding";

    /**
     * By what was asked for; "" for the best. So one JVM never mixes bindings unless it asks to.
     */
    private static final Map<String, ActiveBinding> BY_REQUEST = new HashMap<>();

    /**
     * The binding that {@code -Dprocprobe.binding} names, or the best that works here.
     *
     * @throws ProbeUnavailableException when none works
     * @throws IllegalArgumentException when the property names none
     */
    public static ActiveBinding get() {
        return get(Environment.ofThisJvm());
    }

    static ActiveBinding get(Environment environment) {
        String forced = environment.property().apply(PROPERTY);
        String request = forced == null ? "" : forced;
        List<String> tried = new ArrayList<>();
        List<Throwable> causes = new ArrayList<>();
        synchronized (BY_REQUEST) {
            ActiveBinding known = BY_REQUEST.get(request);
            if (known != null) {
                return known;
            }
            for (BindingFactory factory : candidates(request)) {
                ActiveBinding active = BY_REQUEST.get(factory.name());
                if (active == null) {
                    active = open(factory, environment, tried, causes);
                }
                if (active != null) {
                    BY_REQUEST.put(factory.name(), active);
                    BY_REQUEST.put(request, active);
                    return active;
                }
            }
        }
        ProbeUnavailableException thrown =
                new ProbeUnavailableException(
                        "the native library of procprobe cannot be used on "
                                + environment.platform(),
                        tried);
        causes.forEach(thrown::addSuppressed);
        throw thrown;
    }

    private static List<BindingFactory> candidates(String request) {
        List<BindingFactory> all = List.of(new FfmFactory(), new JnaFactory());
        if (request.isEmpty()) {
            return all;
        }
        for (BindingFactory factory : all) {
            if (factory.name().equals(request)) {
                return List.of(factory);
            }
        }
        throw new IllegalArgumentException(
                "-D" + PROPERTY + "=" + request + " names no binding: use ffm or jna");
    }

    /** Null when it does not work: then tried and causes say why. */
    private static ActiveBinding open(
            BindingFactory factory,
            Environment environment,
            List<String> tried,
            List<Throwable> causes) {
        String reason = factory.unavailableReason();
        if (reason != null) {
            tried.add(factory.name() + ": " + reason);
            return null;
        }
        LibraryLoader loader = new LibraryLoader(environment);
        LibraryLoader.Loaded loaded = loader.load(factory);
        for (Attempt attempt : loader.attempts()) {
            tried.add(attempt.describe());
            if (attempt.failure() != null) {
                causes.add(attempt.failure());
            }
        }
        if (loaded == null) {
            return null;
        }
        requireProcfs(loaded.binding());
        return new ActiveBinding(loaded.binding(), loaded.path(), List.copyOf(tried));
    }

    /** By the cheapest call that says so. Once, not for every probe. */
    private static void requireProcfs(NativeBinding binding) {
        int status = binding.listPids(binding.allocate(Integer.BYTES), 0);
        if (status == Status.NO_PROCFS.code()) {
            throw new ProbeUnavailableException(
                    "/proc is not mounted: mount it with mount -t proc proc /proc", List.of());
        }
    }
}
