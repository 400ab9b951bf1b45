package io.procprobe.supervisor.service;

import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.Ended;
import io.procprobe.supervisor.SpawnRefusedException;
import io.procprobe.supervisor.SpawnRequest;
import io.procprobe.supervisor.Supervised;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Who starts and ends the processes of services: a supervisor. Its methods are called by threads of
 * the executor that a service was given, and without any lock of the service.
 */
public interface ServiceHost {
    /**
     * Starts a process, and waits for a slot if it has to. An interrupt ends the waiting: a service
     * that is stopped meanwhile interrupts it.
     *
     * @param request what to start
     * @return the process, which is registered
     * @throws IOException when it cannot be started
     * @throws InterruptedException when interrupted; nothing has been started then
     * @throws SpawnRefusedException when it may not be started
     */
    Supervised spawn(SpawnRequest request)
            throws IOException, InterruptedException, SpawnRefusedException;

    /**
     * Ends a process and all that it has started. Also of one that has ended by itself: then what
     * it has left behind is ended, which only its cookie tells, and the reason counts for nothing.
     * May be called again for the same process, also before an earlier call has come to its end.
     *
     * @param who one that {@link #spawn} has returned, or {@link #ofService}
     * @param reason why
     * @param detail the same for a person
     * @param grace how long it may take to end by itself, once it has been asked to
     * @return completes when the end of all of them has been verified; exceptionally when it could
     *     not be
     */
    CompletableFuture<Ended> end(Supervised who, EndReason reason, String detail, Duration grace);

    /**
     * Who is alive of a service: also those whom an earlier supervisor has started.
     *
     * @param name the name of the service, which is the value of their tag {@link
     *     io.procprobe.supervisor.Tags#SERVICE}
     * @return those whose end has not been verified
     */
    List<Supervised> ofService(String name);

    /**
     * A service has been closed: nothing of it is left, and it is never started again.
     *
     * @param service that one
     */
    void forget(SupervisedService service);
}
