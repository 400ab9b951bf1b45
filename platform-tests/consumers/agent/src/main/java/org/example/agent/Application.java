package org.example.agent;

import io.procprobe.ProcessProbe;
import io.procprobe.agent.Agent;
import io.procprobe.agent.AgentBuilder;
import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.ListenAddress;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.Supervisor;
import io.procprobe.supervisor.Tags;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Has a supervisor start a child, and prints a row about it, as the agent beside shows it. */
public final class Application {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private Application() {}

    public static void main(String[] command) throws Exception {
        AgentOptions options =
                AgentOptions.builder()
                        .listen(ListenAddress.parse("127.0.0.1:0"))
                        .interval(Duration.ofMillis(100))
                        .build();
        AgentBuilder builder = Agent.builder().options(options);
        try (ProcessProbe probe = ProcessProbe.open();
                Supervisor supervisor =
                        Supervisor.builder()
                                .probe(probe)
                                .listener(builder.supervisorListener())
                                .build();
                Agent agent = builder.probe(probe).supervisor(supervisor).start()) {
            Supervised child = supervisor.spawn(new ProcessBuilder(command), Tags.none());
            long pid = child.id().pid();
            String process = get(agent, "api/v1/processes/" + pid);
            System.out.println(
                    "OK pid=" + number(process, "pid")
                            + " parent=" + number(process, "parentPid")
                            + " resident=" + number(process, "residentBytes")
                            + " cpu=" + number(process, "cpuMillis")
                            + " binding=" + probe.diagnostics().binding());
            System.out.println(supervisor.end(child, "it has been seen").get().reason());
        }
    }

    /** Until there is something: a child is shown from the next poll on. */
    private static String get(Agent agent, String path) throws Exception {
        String[] url = agent.url().split("#token=");
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url[0] + path))
                        .header("Authorization", "Bearer " + url[1])
                        .build();
        HttpClient client = HttpClient.newHttpClient();
        long begin = System.nanoTime();
        HttpResponse<String> response;
        do {
            Thread.sleep(50);
            response = client.send(request, BodyHandlers.ofString());
        } while (response.statusCode() == 404 && System.nanoTime() - begin < PATIENCE_NANOS);
        return response.body();
    }

    private static String number(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + "\":([0-9]+)[,}]").matcher(json);
        return matcher.find() ? matcher.group(1) : json;
    }
}
