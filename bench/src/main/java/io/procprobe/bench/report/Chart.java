package io.procprobe.bench.report;

import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Results;
import java.awt.Color;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.style.HorizontalBarStyler;

/** A picture of who needs how long. */
public final class Chart {
    private static final int WIDTH_PIXELS = 900;
    private static final int PIXELS_PER_BAR = 36;
    private static final int PIXELS_AROUND = 90;
    private static final int POINTS = 12;
    private static final double BESIDE_BAR = 1.05;
    private static final double NANOS_PER_MICRO = 1_000;

    private Chart() {}

    /**
     * Draws it; nothing when nobody was measured who could be compared, or without {@link #hasFonts
     * fonts}.
     *
     * @param results what was measured
     * @param file an SVG file to be written
     */
    public static void write(Results results, Path file) {
        List<Measurement> bars = bars(results);
        if (bars.isEmpty() || !hasFonts()) {
            return;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(of(bars), out, "svg");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether this machine can draw text: Java asks fontconfig for a font, and a small server has
     * neither.
     *
     * @return false when something is missing, for instance the packages fontconfig and
     *     fonts-dejavu-core
     */
    public static boolean hasFonts() {
        System.setProperty("java.awt.headless", "true");
        try {
            GraphicsEnvironment here = GraphicsEnvironment.getLocalGraphicsEnvironment();
            return here.getAvailableFontFamilyNames().length > 0;
        } catch (RuntimeException | LinkageError | InternalError e) {
            return false; // Java has no exception of its own for it
        }
    }

    static List<Measurement> bars(Results results) {
        List<Measurement> bars = new ArrayList<>(Comparison.KNOWN.ours(results));
        bars.addAll(Comparison.KNOWN.peers(results));
        bars.removeIf(measurement -> measurement.costNanosPerProcess().isEmpty());
        // The first one is drawn at the bottom.
        bars.sort(
                Comparator.comparingDouble(
                        measurement -> -measurement.costNanosPerProcess().getAsDouble()));
        return bars;
    }

    static HorizontalBarChart of(List<Measurement> bars) {
        HorizontalBarChart chart =
                new HorizontalBarChartBuilder()
                        .width(WIDTH_PIXELS)
                        .height(PIXELS_AROUND + PIXELS_PER_BAR * bars.size())
                        .title(Comparison.KNOWN.work() + ": µs per process")
                        .build();
        HorizontalBarStyler styler = chart.getStyler();
        styler.setLegendVisible(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, POINTS));
        // Beside each bar stands its figure, so the axis needs none.
        styler.setXAxisTicksVisible(false);
        styler.setDecimalPattern("0.0#");
        styler.setLabelsVisible(true);
        styler.setLabelsPosition(BESIDE_BAR);
        styler.setLabelsFontColorAutomaticEnabled(false);
        styler.setLabelsFontColor(Color.BLACK);
        // Despite its name this is also for the labels of the bars: otherwise some are left out.
        styler.setXAxisTickMarkSpacingHint(PIXELS_PER_BAR - 1);
        chart.addSeries(
                "µs per process",
                bars.stream()
                        .map(bar -> bar.costNanosPerProcess().getAsDouble() / NANOS_PER_MICRO)
                        .toList(),
                bars.stream().map(bar -> bar.subject().label()).toList());
        return chart;
    }
}
