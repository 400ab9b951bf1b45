package io.procprobe.agent.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.procprobe.ProcessProbe;
import io.procprobe.agent.alert.Alerts;
import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.event.EventRing;
import io.procprobe.agent.fleet.Fleet;
import io.procprobe.agent.history.History;
import io.procprobe.agent.poll.Poller;
import java.util.Optional;

/**
 * All that answers are made of.
 *
 * @param options of the agent
 * @param probe asks single processes
 * @param poller has the snapshots
 * @param history of groups
 * @param events lately
 * @param alerts now
 * @param fleet other agents
 * @param registry of all meters
 * @param hasSupervisor whether there is one
 */
public record AgentServices(
        AgentOptions options,
        ProcessProbe probe,
        Poller poller,
        History history,
        EventRing events,
        Alerts alerts,
        Optional<Fleet> fleet,
        PrometheusMeterRegistry registry,
        boolean hasSupervisor) {}
