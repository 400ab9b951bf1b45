/** Looks after the processes that a server spawns, until their end has been verified. */
module io.procprobe.supervisor {
    requires transitive io.procprobe;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;
    requires tools.jackson.core;
    requires java.net.http;

    exports io.procprobe.supervisor;
    exports io.procprobe.supervisor.reap;
    exports io.procprobe.supervisor.service;
}
