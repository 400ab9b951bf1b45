/** Groups of processes, and binders for Micrometer. */
module io.procprobe.micrometer {
    requires transitive io.procprobe;
    requires transitive micrometer.core;
    // Not transitive: who binds no supervisor could not compile without one.
    requires static io.procprobe.supervisor;

    exports io.procprobe.micrometer;
    exports io.procprobe.micrometer.group;
}
