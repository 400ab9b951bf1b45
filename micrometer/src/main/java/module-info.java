/** Groups of processes, and binders for Micrometer. */
module io.procprobe.micrometer {
    requires transitive io.procprobe;
    requires transitive micrometer.core;
    requires static transitive io.procprobe.supervisor;

    exports io.procprobe.micrometer;
    exports io.procprobe.micrometer.group;
}
