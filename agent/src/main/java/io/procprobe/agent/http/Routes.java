package io.procprobe.agent.http;

import io.procprobe.ProcessProbe;
import io.procprobe.agent.doctor.DoctorReport;
import io.procprobe.agent.http.Route.Page;
import io.procprobe.agent.http.Route.Tagger;
import io.procprobe.agent.poll.Poller;
import io.procprobe.agent.poll.Snapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/** What stands at which path, of all that needs a token. */
final class Routes {
    static final String METRICS = "/metrics";
    static final String API = "/api/v1/";

    private static final String ONE_PROCESS = API + "processes/";

    /** More than any machine takes to write what it has in memory. */
    private static final Duration RENDERING = Duration.ofSeconds(10);

    /** Far more than a process that is not stuck takes to be read. */
    private static final Duration ASKING = Duration.ofSeconds(1);

    private static final List<String> NONE = List.of();

    /** Another run counts its polls from 1 again. */
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private final Map<String, Route> routes = new HashMap<>();
    private final Route oneProcess;
    private final RenderCache rendered = new RenderCache(RENDERING);

    /** Apart, as their counts change with polls that have failed, too. */
    private final RenderCache renderedMetrics = new RenderCache(RENDERING);

    /** Apart, as some of them may have to wait for a process. */
    private final RenderCache renderedProcesses = new RenderCache(ASKING);

    Routes(AgentServices services) {
        GroupPages groups = new GroupPages(services.history());
        EventPages events = new EventPages(services.events(), services.alerts());
        FleetPage fleet = new FleetPage(services.fleet());
        InfoPage info = new InfoPage(services, fleet.isThere());
        MetricsPage metrics = new MetricsPage(services.registry());
        ProcessPage process = new ProcessPage(services.probe());
        DoctorPage doctor = new DoctorPage(services.probe());
        Tagger poll = call -> Optional.of(run + "-" + call.snapshot().number());
        Tagger none = call -> Optional.empty();

        add("info", NONE, none, call -> info.info(call.snapshot()));
        add(
                "processes",
                ProcessPages.LIST_PARAMETERS,
                poll,
                shared("processes", call -> ProcessPages.list(call.snapshot(), call.query())));
        add(
                "tree",
                ProcessPages.TREE_PARAMETERS,
                poll,
                shared("tree", call -> ProcessPages.tree(call.snapshot(), call.query())));
        add("groups", NONE, poll, shared("groups", call -> groups.groups(call.snapshot())));
        add(
                "history",
                GroupPages.HISTORY_PARAMETERS,
                poll,
                shared("history", call -> groups.history(call.snapshot(), call.query())));
        add("host", NONE, poll, shared("host", call -> HostPage.host(call.snapshot())));
        add(
                "events",
                EventPages.PARAMETERS,
                call -> Optional.of(run + "-e" + services.events().last()),
                call -> events.events(call.query()));
        add("alerts", NONE, poll, shared("alerts", call -> events.alerts()));
        add("doctor", NONE, poll, shared("doctor", call -> doctor.report(call.snapshot())));
        add("fleet", NONE, none, call -> fleet.hosts());
        routes.put(
                METRICS,
                new Route(
                        NONE,
                        none,
                        call -> {
                            String type = MetricsPage.type(call.accept());
                            return renderedMetrics.get(
                                    revision(services.poller()), type, () -> metrics.scrape(type));
                        }));
        this.oneProcess =
                new Route(
                        NONE,
                        poll,
                        call ->
                                renderedProcesses.get(
                                        call.snapshot().number(),
                                        call.rest(),
                                        () -> process.one(call.snapshot(), call.rest())));
    }

    /** Whether only those may see it that present a token, be there something or not. */
    static boolean needToken(String path) {
        return path.equals(METRICS) || path.startsWith("/api/");
    }

    Route find(String path) throws ProblemException {
        Route exact = routes.get(path);
        if (exact != null) {
            return exact;
        }
        if (path.startsWith(ONE_PROCESS)) {
            return oneProcess;
        }
        throw new ProblemException(HttpStatus.NOT_FOUND_404, "there is nothing at this path");
    }

    /** What a route of one process gets. */
    static String rest(String path) {
        return path.startsWith(ONE_PROCESS) ? path.substring(ONE_PROCESS.length()) : "";
    }

    /** Another number whenever meters may have changed: also when polls fail, or come no more. */
    private static long revision(Poller poller) {
        return 2 * poller.finished() + (poller.isDegraded() ? 1 : 0);
    }

    private void add(String name, List<String> parameters, Tagger tag, Page page) {
        routes.put(API + name, new Route(parameters, tag, page));
    }

    private Page shared(String name, Page page) {
        return call ->
                rendered.get(
                        call.snapshot().number(),
                        name + call.query().canonical(),
                        () -> page.answer(call));
    }

    /** What {@code procprobe doctor --format json} prints. */
    private record DoctorPage(ProcessProbe probe) {
        Content report(Snapshot snapshot) {
            return Json.content(new DoctorReport(probe.diagnostics(), snapshot.facts())::write);
        }
    }
}
