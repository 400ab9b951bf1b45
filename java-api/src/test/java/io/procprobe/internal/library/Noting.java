package io.procprobe.internal.library;

import io.procprobe.internal.binding.BindingFactory;
import io.procprobe.internal.binding.NativeBinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** In the place of a binding: takes note of the files that it is to load, and loads none. */
final class Noting implements BindingFactory {
    private final List<String> tried = new ArrayList<>();

    /** The files that a loader tries, in their order. */
    static List<String> triedBy(LibraryLoader loader) {
        Noting noting = new Noting();
        loader.load(noting);
        return noting.tried;
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String unavailableReason() {
        return null;
    }

    @Override
    public NativeBinding open(Path library) {
        tried.add(library.toString());
        throw new IllegalStateException("not loaded");
    }
}
