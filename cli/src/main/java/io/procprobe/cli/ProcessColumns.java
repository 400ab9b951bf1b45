package io.procprobe.cli;

import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.cli.output.SafeText;
import io.procprobe.cli.output.Table;
import io.procprobe.cli.output.Units;
import io.procprobe.cli.snapshot.ProcessView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** The columns that {@code stat} and {@code top} share. */
final class ProcessColumns {
    private static final int LOAD_COLUMN = 4;

    private ProcessColumns() {}

    static Table of(List<ProcessView> views, boolean withLoad) {
        Table table = new Table().right("PID").right("PARENT").right("UID").left("STATE");
        if (withLoad) {
            table.right("CPU%");
        }
        table.right("CPU TIME")
                .right("RESIDENT")
                .right("PRIVATE")
                .right("VIRTUAL")
                .right("THREADS")
                .left("NAME");
        for (ProcessView view : views) {
            table.row(withLoad ? cells(view) : withoutLoad(cells(view)));
        }
        return table;
    }

    private static List<String> cells(ProcessView view) {
        ProcessSample sample = view.sample();
        return Arrays.asList(
                Long.toString(sample.pid()),
                text(sample.parentPid(), Long::toString),
                text(sample.uid(), Long::toString),
                state(sample),
                view.cpuLoad().isPresent() ? Units.percent(view.cpuLoad().getAsDouble()) : null,
                text(sample.cpuTotalNanos(), Units::cpuTime),
                text(sample.residentBytes(), Units::bytes),
                text(sample.privateBytes(), Units::bytes),
                text(sample.virtualBytes(), Units::bytes),
                text(sample.threads(), Long::toString),
                view.name().map(SafeText::oneLine).orElse(null));
    }

    private static List<String> withoutLoad(List<String> cells) {
        String[] kept = new String[cells.size() - 1];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = cells.get(i < LOAD_COLUMN ? i : i + 1);
        }
        return Arrays.asList(kept);
    }

    /** The state of what is there, and why there is nothing otherwise. */
    private static String state(ProcessSample sample) {
        Optional<String> state =
                sample.status() == Status.OK
                        ? sample.state().map(Enum::name)
                        : Optional.of(sample.status().name());
        return state.orElse(null);
    }

    private static String text(OptionalLong value, LongFunction<String> form) {
        return value.isPresent() ? form.apply(value.getAsLong()) : null;
    }
}
