package io.procprobe.bench;

import io.procprobe.bench.programs.FloorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Memory, CPU time and parent as one would read them without any library. */
public class PlainJavaBenchmark extends TimedBenchmark {
    private final List<ProcFiles> tracked = new ArrayList<>();

    /** The two files of a process. */
    private record ProcFiles(Path stat, Path statm) {}

    /**
     * Makes the paths once.
     *
     * @param children the processes
     */
    @Setup
    public void open(MeasuredChildren children) {
        for (long pid : children.pids()) {
            Path folder = Path.of("/proc", Long.toString(pid));
            tracked.add(new ProcFiles(folder.resolve("stat"), folder.resolve("statm")));
        }
    }

    /**
     * Reads both files of each as text, cut at blanks.
     *
     * @param floor measured beside it
     * @param cpu counted beside it
     * @param garbage counted beside it
     * @param hole takes what was read
     * @throws IOException when a process has ended
     */
    @Benchmark
    @MeasuredAgainst(value = FloorKind.EXACT, isPeer = true)
    public void statAndStatm(
            PairedFloor floor, CallerBest cpu, CallerGarbage garbage, Blackhole hole)
            throws IOException {
        for (ProcFiles files : tracked) {
            String text = Files.readString(files.stat());
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            hole.consume(Integer.parseInt(fields[1]));
            hole.consume(Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
            String[] pages = Files.readString(files.statm()).split(" ", -1);
            hole.consume(Long.parseLong(pages[1]) - Long.parseLong(pages[2]));
        }
    }
}
