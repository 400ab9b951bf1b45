package io.procprobe.supervisor.service;

import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.Ended;
import io.procprobe.supervisor.SpawnRefusedException;
import io.procprobe.supervisor.SpawnRequest;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.Tags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts the process of a service, once whoever is left of it has ended: a supervisor that was
 * killed leaves one behind, which its successor looks after.
 */
final class ServiceStart {
    private final ServiceSpec spec;
    private final ServiceHost host;

    ServiceStart(ServiceSpec spec, ServiceHost host) {
        this.spec = spec;
        this.host = host;
    }

    Supervised run()
            throws IOException,
                    InterruptedException,
                    SpawnRefusedException,
                    ExecutionException,
                    TimeoutException {
        endEarlier();
        SpawnRequest request =
                SpawnRequest.of(spec.command().get())
                        .tags(spec.tags().with(Tags.SERVICE, spec.name()));
        return Objects.requireNonNull(host.spawn(request), "who was started");
    }

    private void endEarlier() throws InterruptedException, ExecutionException, TimeoutException {
        List<CompletableFuture<Ended>> ends = new ArrayList<>();
        for (Supervised who : host.ofService(spec.name())) {
            ends.add(
                    host.end(
                            who,
                            EndReason.REPLACED,
                            "the service is started anew",
                            spec.stopGrace()));
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
                .get(TimeUnit.NANOSECONDS.convert(spec.endLimit()), TimeUnit.NANOSECONDS);
    }
}
