package io.procprobe.bench.peers;

import io.procprobe.bench.programs.Children;
import io.procprobe.bench.programs.Floor;
import io.procprobe.bench.programs.FloorKind;
import io.procprobe.bench.report.Progress;
import io.procprobe.bench.report.Summary;
import io.procprobe.bench.results.Collected;
import io.procprobe.bench.results.Measurement;
import io.procprobe.bench.results.Reading;
import io.procprobe.bench.results.Subject;
import io.procprobe.bench.results.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Measures what users of other languages would take: over the same processes for all of them, and
 * each time between two measurements of the floor.
 */
public final class OtherLanguages {
    private static final int PROCESSES = 1_000;
    private static final int POLL_MILLIS = 500;
    private static final int FLOOR_MILLIS = 100;
    private static final int ROUNDS = 5;

    private OtherLanguages() {}

    /**
     * Builds and runs all programs. What is not installed is noted as not measured.
     *
     * @param sources a folder of folders, one for each language
     * @param built where to build them
     * @param into receives what is found
     * @throws IOException when not even the children can be started
     */
    public static void run(Path sources, Path built, Collected into) throws IOException {
        List<Path> languages;
        try (Stream<Path> entries = Files.list(sources)) {
            languages = entries.filter(Files::isDirectory).sorted().toList();
        }
        Progress progress = new Progress(languages.size());
        try (Children children = new Children(PROCESSES);
                Floor floor = Floor.of(FloorKind.EXACT, children.pids(), FLOOR_MILLIS)) {
            for (Path source : languages) {
                PeerProgram program =
                        new PeerProgram(source, built.resolve(source.getFileName().toString()));
                Subject subject = Subjects.otherLanguage(program.language(), PROCESSES);
                progress.begin(subject);
                try {
                    program.build();
                    List<Measurement> found = measure(program, children, floor);
                    found.forEach(into::add);
                    progress.end(summary(found));
                } catch (PeerProgram.Unavailable e) {
                    into.addMissing(subject, e.getMessage());
                    progress.end("NOT MEASURED: " + e.getMessage());
                }
            }
        }
    }

    private static List<Measurement> measure(PeerProgram program, Children children, Floor floor)
            throws IOException, PeerProgram.Unavailable {
        Map<String, List<Reading>> readings = new LinkedHashMap<>();
        double before = best(floor, FloorKind.EXACT);
        double idleBefore = best(floor, FloorKind.IDLE);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Double> polled = program.poll(POLL_MILLIS, children.pids());
            double after = best(floor, FloorKind.EXACT);
            double idleAfter = best(floor, FloorKind.IDLE);
            double beside = Math.min(before, after);
            double idleBeside = Math.min(idleBefore, idleAfter);
            polled.forEach(
                    (name, nanosPerProcess) ->
                            readings.computeIfAbsent(name, unused -> new ArrayList<>())
                                    .add(reading(nanosPerProcess * PROCESSES, beside, idleBeside)));
            before = after;
            idleBefore = idleAfter;
        }
        return readings.entrySet().stream()
                .map(
                        entry ->
                                new Measurement(
                                        Subjects.otherLanguage(entry.getKey(), PROCESSES),
                                        entry.getValue()))
                .toList();
    }

    private static double best(Floor floor, FloorKind kind) throws IOException {
        floor.measure(kind);
        return floor.bestNanos();
    }

    private static Reading reading(double nanos, double floorNanos, double idleFloorNanos) {
        return new Reading(
                nanos,
                OptionalDouble.of(nanos),
                OptionalDouble.of(floorNanos),
                OptionalDouble.of(floorNanos),
                OptionalDouble.of(idleFloorNanos),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static String summary(List<Measurement> found) {
        return String.join(
                "; ",
                found.stream().map(one -> one.subject().label() + ' ' + Summary.of(one)).toList());
    }
}
