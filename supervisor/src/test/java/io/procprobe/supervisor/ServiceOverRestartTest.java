package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procprobe.supervisor.service.ServiceState;
import io.procprobe.supervisor.service.SupervisedService;
import io.procprobe.supervisor.testing.Await;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service runs once, whatever becomes of the JVM that keeps it running. */
class ServiceOverRestartTest {
    @TempDir Path work;

    @Test
    void theOldProcessHasEndedBeforeTheNextOneStarts() throws Exception {
        Path registry = work.resolve("registry");
        Process jvm = OtherJvm.running(ServingProgram.class, registry.toString()).start();
        long old;
        try (BufferedReader said = jvm.inputReader()) {
            old = Long.parseLong(said.readLine());
        } finally {
            jvm.destroyForcibly().waitFor();
        }
        List<Boolean> wasOldAlive = new CopyOnWriteArrayList<>();
        SupervisorListener listener =
                new SupervisorListener() {
                    @Override
                    public void onStarted(Supervised who, int concurrent) {
                        if (who.pid() != old) {
                            wasOldAlive.add(Shell.isAlive(old));
                        }
                    }
                };
        List<Long> before = new ArrayList<>(List.of(old));
        try (Supervisor supervisor =
                Supervisor.builder()
                        .registry(registry)
                        .grace(Duration.ZERO)
                        .listener(listener)
                        .build()) {
            Supervised adopted = supervisor.recovered().adopted().get(0);
            assertEquals(old, adopted.pid());
            ProcessHandle.of(old).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid)
                    .forEach(before::add);
            SupervisedService service =
                    supervisor.superviseService(ServingProgram.spec(), event -> {});
            Await.until("it runs", () -> service.state() == ServiceState.HEALTHY);
            assertEquals(EndReason.REPLACED, Shell.end(adopted).reason());
            Await.until("it was told", () -> !wasOldAlive.isEmpty());
            assertEquals(List.of(false), wasOldAlive);
            before.forEach(pid -> assertFalse(Shell.isAlive(pid)));
            assertEquals(List.of(service.current().orElseThrow()), supervisor.active());
        }
    }

    @Test
    void aNameIsThatOfOneService() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().grace(Duration.ZERO).build()) {
            SupervisedService service =
                    supervisor.superviseService(ServingProgram.spec(), event -> {});
            assertThrows(
                    IllegalArgumentException.class,
                    () -> supervisor.superviseService(ServingProgram.spec(), event -> {}));
            service.close();
            SupervisedService next =
                    supervisor.superviseService(ServingProgram.spec(), event -> {});
            Await.until("it runs", () -> next.state() == ServiceState.HEALTHY);
            assertEquals(1, supervisor.active().size());
        }
    }
}
