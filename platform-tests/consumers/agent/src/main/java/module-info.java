/** Needs the agent, and asks it over HTTP. */
module org.example.agent {
    requires io.procprobe.agent;
    requires java.net.http;
}
