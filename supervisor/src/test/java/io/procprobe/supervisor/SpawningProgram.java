package io.procprobe.supervisor;

import java.nio.file.Path;

/** A further JVM that starts processes, says who they are, and waits to be killed. */
public final class SpawningProgram {
    private SpawningProgram() {}

    /**
     * Starts them.
     *
     * @param arguments the registry's file, and how many
     * @throws Exception should it fail
     */
    public static void main(String[] arguments) throws Exception {
        Supervisor supervisor = Supervisor.builder().registry(Path.of(arguments[0])).build();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            Supervised who = supervisor.spawn(Shell.sleeping(), Tags.of("number", "" + i));
            System.out.println(who.pid());
        }
        // Ended by the test, or by itself should the test be gone.
        Thread.sleep(300_000);
        supervisor.close();
    }
}
