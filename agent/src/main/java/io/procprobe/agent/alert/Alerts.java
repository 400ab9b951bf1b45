package io.procprobe.agent.alert;

import io.procprobe.agent.alert.Watcher.Change;
import io.procprobe.agent.config.AlertSpec;
import io.procprobe.agent.event.AlertEvents;
import io.procprobe.agent.host.HostName;
import io.procprobe.agent.poll.PollListener;
import io.procprobe.agent.poll.Snapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Watches all thresholds, and tells the log, the events and the webhook. */
public final class Alerts implements PollListener {
    private static final Logger LOG = System.getLogger("io.procprobe.agent.alert");

    private final List<Watcher> watchers;
    private final AlertEvents events;
    private final Optional<Webhook> webhook;
    private final String host = HostName.read();
    private volatile List<AlertStatus> statuses;

    /**
     * Watches thresholds.
     *
     * @param specs which
     * @param events are told
     * @param webhook is told, if there is one
     */
    public Alerts(List<AlertSpec> specs, AlertEvents events, Optional<Webhook> webhook) {
        this.watchers = specs.stream().map(Watcher::new).toList();
        this.events = events;
        this.webhook = webhook;
        this.statuses = watchers.stream().map(Watcher::status).toList();
    }

    /**
     * How things stand.
     *
     * @return of each threshold, as of the last poll
     */
    public List<AlertStatus> statuses() {
        return statuses;
    }

    @Override
    public void onPoll(Snapshot snapshot) {
        for (Watcher watcher : watchers) {
            int group = snapshot.groups().indexOf(watcher.status().spec().group());
            Change change = watcher.read(snapshot.timeMillis(), snapshot.totals(group));
            if (change != Change.NONE) {
                tell(snapshot.timeMillis(), watcher.status());
            }
        }
        statuses = watchers.stream().map(Watcher::status).toList();
    }

    private void tell(long timeMillis, AlertStatus status) {
        AlertSpec spec = status.spec();
        String text = sentence(status);
        LOG.log(status.isFiring() ? Level.WARNING : Level.INFO, text);
        String measure = spec.measure().name().toLowerCase(Locale.ROOT);
        events.add(status.isFiring(), spec.group(), measure, text);
        webhook.ifPresent(hook -> hook.tell(AlertJson.of(host, timeMillis, status, text)));
    }

    private static String sentence(AlertStatus status) {
        AlertSpec spec = status.spec();
        String format =
                switch (spec.measure()) {
                    case MEMORY, GROWTH, PROCESSES -> "%.0f";
                    case CPU -> "%.2f";
                };
        String unit =
                switch (spec.measure()) {
                    case MEMORY -> " bytes";
                    case GROWTH -> " bytes per second";
                    case CPU -> " cores";
                    case PROCESSES -> "";
                };
        return String.format(
                Locale.ROOT,
                "%s of group %s is %s: " + format + "%s, threshold " + format + "%s",
                spec.measure().name().toLowerCase(Locale.ROOT),
                spec.group(),
                status.isFiring() ? "above its threshold" : "back to normal",
                status.value().orElse(Double.NaN),
                unit,
                status.isFiring() ? spec.above() : spec.clearBelow(),
                unit);
    }
}
