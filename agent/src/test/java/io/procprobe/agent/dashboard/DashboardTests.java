package io.procprobe.agent.dashboard;

import io.procprobe.agent.config.AgentOptions;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Gives each test an agent, a browser and pupils of its own. The browser is one for all classes, as
 * it takes seconds to start; each test begins on an empty page without a kept token.
 *
 * <p>Without Chromium the tests are skipped, unless {@code -Dprocprobe.chromium=required}.
 */
final class DashboardTests
        implements BeforeEachCallback, AfterEachCallback, TestExecutionExceptionHandler {
    /** The token of every agent. */
    static final String TOKEN = "correct-horse-battery-staple";

    private static final Namespace NAMESPACE = Namespace.create(DashboardTests.class);

    private final Consumer<AgentOptions.Builder> options;
    private DashboardServer server;
    private Chromium chromium;
    private Pupils pupils;

    DashboardTests() {
        this(options -> {});
    }

    /** With agents that are otherwise than {@link DashboardServer} says. */
    DashboardTests(Consumer<AgentOptions.Builder> options) {
        this.options = options;
    }

    DashboardServer server() {
        return server;
    }

    Chromium chromium() {
        return chromium;
    }

    Pupils pupils() {
        return pupils;
    }

    /** Opens the dashboard with its token, at a view such as "view=tree", and waits for figures. */
    DashboardPage open(String view) throws InterruptedException {
        DashboardPage page = new DashboardPage(chromium.driver());
        page.open(server.url(), "token=" + TOKEN + "&" + view);
        page.awaitLink("live");
        return page;
    }

    /** Opens it with whatever stands behind "#". */
    DashboardPage openWith(String fragment) {
        DashboardPage page = new DashboardPage(chromium.driver());
        page.open(server.url(), fragment);
        return page;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Assumptions.assumeTrue(
                Chromium.installed() || "required".equals(System.getProperty("procprobe.chromium")),
                "no Chromium: apt-get install chromium chromium-driver");
        pupils = new Pupils();
        server = new DashboardServer(options);
        server.start(TOKEN);
        chromium =
                context.getRoot()
                        .getStore(NAMESPACE)
                        .getOrComputeIfAbsent(Shared.class, key -> new Shared(), Shared.class)
                        .chromium;
        chromium.size(1440, 900);
        chromium.theme("dark");
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        try {
            chromium.screenshot(
                    "failed-"
                            + context.getRequiredTestClass().getSimpleName()
                            + "-"
                            + context.getRequiredTestMethod().getName());
        } catch (IOException | RuntimeException unseen) {
            failure.addSuppressed(unseen);
        }
        throw failure;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        if (chromium != null) {
            DashboardPage.leave(chromium.driver());
            chromium.complaints();
        }
        if (server != null) {
            server.remove();
        }
        if (pupils != null) {
            pupils.endAll();
        }
    }

    /** What the root of the tests closes when all are done. */
    private static final class Shared implements AutoCloseable {
        private final Chromium chromium = new Chromium();

        @Override
        public void close() {
            chromium.close();
        }
    }
}
