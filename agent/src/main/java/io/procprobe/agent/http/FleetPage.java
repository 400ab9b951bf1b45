package io.procprobe.agent.http;

import io.procprobe.agent.fleet.Fleet;
import io.procprobe.agent.fleet.FleetHost;
import io.procprobe.agent.fleet.FleetUnavailableException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.core.JsonGenerator;

/** Other hosts, where there is a Prometheus that knows them. */
final class FleetPage {
    private final Optional<Fleet> fleet;

    FleetPage(Optional<Fleet> fleet) {
        this.fleet = fleet;
    }

    boolean isThere() {
        return fleet.isPresent();
    }

    Content hosts() throws ProblemException {
        if (fleet.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND_404,
                    "this agent knows of no Prometheus: start it with --fleet URL");
        }
        Fleet.Reading reading;
        try {
            reading = fleet.get().read();
        } catch (FleetUnavailableException e) {
            throw new ProblemException(HttpStatus.BAD_GATEWAY_502, e.getMessage());
        }
        return Json.content(
                json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("time", reading.timeMillis());
                    json.writeArrayPropertyStart("hosts");
                    reading.hosts().forEach(host -> write(json, host));
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static void write(JsonGenerator json, FleetHost host) {
        json.writeStartObject();
        json.writeStringProperty("host", host.host());
        json.writeBooleanProperty("up", host.isUp());
        Json.number(json, "processes", host.processes());
        Json.number(json, "residentBytes", host.residentBytes());
        Json.number(json, "memoryAvailableBytes", host.memoryAvailableBytes());
        Json.number(json, "memoryTotalBytes", host.memoryTotalBytes());
        Json.number(json, "pressureMemory", host.pressureMemory());
        Json.text(json, "address", host.address());
        Json.number(json, "cpuLoad", host.cpuLoad());
        json.writeEndObject();
    }
}
