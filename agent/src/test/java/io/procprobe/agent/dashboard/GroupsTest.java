package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A group's card and charts are those of its processes. */
class GroupsTest {
    private static final String CARD = "[data-group='" + DashboardServer.GROUP + "']";

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void cardCountsItsProcesses() throws Exception {
        dashboard.pupils().start("pupil-group");
        dashboard.pupils().start("pupil-group");
        Process third = dashboard.pupils().start("pupil-group");
        DashboardPage page = dashboard.open("view=groups");
        Waiting.until(
                "three are there",
                () -> card(page, ".group-processes").equals("3 processes, peak 3"),
                () -> card(page, ""));
        Waiting.until("sparklines are drawn", page::chartsAreDrawn);
        Pupils.end(third);
        Waiting.until(
                "one has ended",
                () -> card(page, ".group-processes").equals("2 processes, peak 3"),
                () -> card(page, ""));
        assertTrue(card(page, ".group-facts").endsWith("1 exited"), () -> card(page, ""));
        assertTrue(
                Sizes.bytes(card(page, ".measure-value")) > 0, () -> card(page, ".measure-value"));
    }

    @Test
    void cardLeadsToItsCharts() throws Exception {
        dashboard.pupils().start("pupil-chart");
        DashboardPage page = dashboard.open("view=groups");
        Waiting.until("its card is there", () -> !page.texts(CARD).isEmpty());
        page.follow(CARD + " a[href*='view=overview']");
        Waiting.until("charts are drawn", page::chartsAreDrawn);
        Waiting.until(
                "it is the group's",
                () -> page.attributes(".chart-space", "aria-label").get(2).contains("now 1,"),
                () -> page.attributes(".chart-space", "aria-label"));
        assertEquals(List.of("pupil-chart"), names(page));
        dashboard.pupils().start("pupil-chart");
        Waiting.until(
                "it goes on",
                () ->
                        page.attributes(".chart-space", "aria-label")
                                .get(2)
                                .matches(".*now 2, least [01], most 2"),
                () -> page.attributes(".chart-space", "aria-label"));
    }

    @Test
    void pastIsThereForWhoComesLater() throws Exception {
        Process pupil = dashboard.pupils().start("pupil-past");
        DashboardPage page = dashboard.open("view=groups");
        Waiting.until(
                "it is there", () -> card(page, ".group-processes").equals("1 process, peak 1"));
        // A step of the history is a second at least.
        Waiting.until("it is kept", () -> page.history(DashboardServer.GROUP).contains(1.0));
        Pupils.end(pupil);
        Waiting.until(
                "it has ended", () -> card(page, ".group-processes").equals("0 processes, peak 1"));
        DashboardPage later = dashboard.open("view=overview&group=" + DashboardServer.GROUP);
        Waiting.until(
                "its past is there",
                () ->
                        later.attributes(".chart-space", "aria-label")
                                .get(2)
                                .endsWith("now 0, least 0, most 1"),
                () -> later.attributes(".chart-space", "aria-label"));
    }

    /** Those of the events that the overview of a group shows. */
    private static List<String> names(DashboardPage page) {
        return page.texts(".events .event-name").stream()
                .map(name -> name.replaceFirst(" \\d+$", ""))
                .distinct()
                .toList();
    }

    private static String card(DashboardPage page, String part) {
        return page.texts(CARD + " " + part).stream().findFirst().orElse("");
    }
}
