/** Needs the binders and a registry; no supervisor. */
module org.example.metrics {
    requires io.procprobe.micrometer;
    requires micrometer.registry.prometheus;
}
