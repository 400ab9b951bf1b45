/** What {@code procprobe serve} runs, to be embedded in other programs as well. */
module io.procprobe.agent {
    requires transitive io.procprobe;
    requires transitive io.procprobe.supervisor;
    requires transitive io.procprobe.micrometer;
    requires micrometer.core;
    requires micrometer.registry.prometheus;
    requires org.eclipse.jetty.server;
    requires org.snakeyaml.engine;
    requires org.rrd4j.rrd4j;
    requires transitive tools.jackson.core;
    requires java.net.http;

    exports io.procprobe.agent;
    exports io.procprobe.agent.config;
    exports io.procprobe.agent.doctor;
}
