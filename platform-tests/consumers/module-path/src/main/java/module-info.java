/** Needs procprobe, and nothing else. */
module org.example.modulepath {
    requires io.procprobe;
}
