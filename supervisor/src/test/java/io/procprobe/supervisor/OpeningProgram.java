package io.procprobe.supervisor;

import java.io.IOException;
import java.nio.file.Path;

/** A further JVM that opens a registry, says whether it could, and ends. */
public final class OpeningProgram {
    private OpeningProgram() {}

    /**
     * Opens it.
     *
     * @param arguments the registry's file
     */
    public static void main(String[] arguments) {
        try {
            Registry.open(Path.of(arguments[0]), "x", null).registry().close();
            System.out.println("opened");
        } catch (IOException e) {
            System.out.println(e.getMessage().contains("in use") ? "in use" : e.toString());
        }
    }
}
