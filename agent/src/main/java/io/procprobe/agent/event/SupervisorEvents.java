package io.procprobe.agent.event;

import io.procprobe.agent.event.Event.Kind;
import io.procprobe.supervisor.Ended;
import io.procprobe.supervisor.SupervisorListener;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** Notes whom a supervisor has ended, and why. */
public final class SupervisorEvents implements SupervisorListener {
    private final EventRing ring;

    /**
     * Notes them in a ring.
     *
     * @param ring where
     */
    public SupervisorEvents(EventRing ring) {
        this.ring = ring;
    }

    @Override
    public void onEnded(Ended how) {
        if (!how.reason().isOurs()) {
            return; // the poll sees it as well
        }
        String reason = how.reason().name().toLowerCase(Locale.ROOT);
        ring.add(
                new Event(
                        0,
                        System.currentTimeMillis(),
                        Kind.REAPED,
                        OptionalLong.of(how.id().pid()),
                        how.tags().toString(),
                        List.of(),
                        how.detail().isEmpty() ? reason : reason + ": " + how.detail(),
                        how.exitCode(),
                        how.signal(),
                        OptionalLong.of(how.lived().toMillis())));
    }
}
