package io.procprobe.supervisor;

import java.nio.file.Path;
import java.time.Duration;

/** A further JVM whose supervisor adopts, starts one more, and shuts down. */
public final class ShuttingDownProgram {
    private ShuttingDownProgram() {}

    /**
     * Says whom it adopted, who is left, and how its own one ended.
     *
     * @param arguments the registry's file
     * @throws Exception should it fail
     */
    public static void main(String[] arguments) throws Exception {
        Supervisor supervisor =
                Supervisor.builder()
                        .registry(Path.of(arguments[0]))
                        .grace(Duration.ofSeconds(30))
                        .build();
        supervisor.recovered().adopted().forEach(who -> System.out.println("adopted " + who.pid()));
        Supervised mine = supervisor.spawn(Shell.sleeping(), Tags.none());
        ShutdownReport report = supervisor.shutdown();
        System.out.println(
                "survivors " + report.survivors().stream().map(Supervised::pid).toList());
        System.out.println("mine " + mine.onEnd().get().reason());
    }
}
