package io.procprobe.supervisor;

import io.procprobe.supervisor.service.ServiceSpec;
import io.procprobe.supervisor.service.SupervisedService;
import io.procprobe.supervisor.testing.Await;
import java.nio.file.Path;

/** A further JVM that keeps a service running, says who its process is, and waits to be killed. */
public final class ServingProgram {
    private ServingProgram() {}

    static ServiceSpec spec() {
        return ServiceSpec.builder("sidecar", () -> Shell.running("setsid sleep 300 & wait"))
                .build();
    }

    /**
     * Starts it.
     *
     * @param arguments the registry's file
     * @throws Exception should it fail
     */
    public static void main(String[] arguments) throws Exception {
        Supervisor supervisor = Supervisor.builder().registry(Path.of(arguments[0])).build();
        SupervisedService service = supervisor.superviseService(spec(), event -> {});
        Await.until("it runs", () -> service.current().isPresent());
        System.out.println(service.current().orElseThrow().pid());
        // Ended by the test, or by itself should the test be gone.
        Thread.sleep(300_000);
        supervisor.close();
    }
}
