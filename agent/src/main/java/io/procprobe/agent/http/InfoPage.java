package io.procprobe.agent.http;

import io.procprobe.agent.host.HostName;
import io.procprobe.agent.poll.Snapshot;

/** What this agent is. */
final class InfoPage {
    private final AgentServices services;
    private final boolean hasFleet;
    private final long startedMillis = System.currentTimeMillis();
    private final String host = HostName.read();

    InfoPage(AgentServices services, boolean hasFleet) {
        this.services = services;
        this.hasFleet = hasFleet;
    }

    Content info(Snapshot snapshot) {
        return Json.content(
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty("version", version());
                    json.writeStringProperty("host", host);
                    json.writeStringProperty(
                            "os",
                            System.getProperty("os.name")
                                    + " "
                                    + System.getProperty("os.version")
                                    + " "
                                    + System.getProperty("os.arch"));
                    json.writeNumberProperty("startedAt", startedMillis);
                    json.writeNumberProperty(
                            "intervalMillis", services.options().interval().toMillis());
                    json.writeNumberProperty("now", System.currentTimeMillis());
                    json.writeNumberProperty("pollNumber", snapshot.number());
                    json.writeNumberProperty("lastPollAt", snapshot.timeMillis());
                    json.writeNumberProperty("lastPollMicros", snapshot.pollMicros());
                    Json.texts(json, "groups", snapshot.groups());
                    json.writeBooleanProperty("fleet", hasFleet);
                    json.writeBooleanProperty("supervisor", services.hasSupervisor());
                    json.writeEndObject();
                });
    }

    private static String version() {
        String version = InfoPage.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
