package io.procprobe.agent.event;

import io.procprobe.agent.event.Event.Kind;
import java.util.List;
import java.util.OptionalLong;

/** Notes alerts among what else has happened. */
public final class AlertEvents {
    private final EventRing ring;

    /**
     * Notes them in a ring.
     *
     * @param ring where
     */
    public AlertEvents(EventRing ring) {
        this.ring = ring;
    }

    /**
     * Notes one.
     *
     * @param isFiring false when it is over
     * @param group of which group
     * @param measure what of it
     * @param text in a sentence
     */
    public void add(boolean isFiring, String group, String measure, String text) {
        ring.add(
                Event.of(
                        isFiring ? Kind.ALERT : Kind.CLEARED,
                        OptionalLong.empty(),
                        measure,
                        List.of(group),
                        text));
    }
}
