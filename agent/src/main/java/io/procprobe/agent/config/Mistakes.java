package io.procprobe.agent.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** All that is wrong with a file, as it is found. */
final class Mistakes {
    private final String file;
    private final List<Mistake> found = new ArrayList<>();

    Mistakes(String file) {
        this.file = file;
    }

    void add(Node where, String text) {
        add(where.getStartMark(), text);
    }

    void add(Optional<Mark> where, String text) {
        // Marks count from 0, people and editors from 1.
        int line = where.map(Mark::getLine).orElse(0) + 1;
        int column = where.map(Mark::getColumn).orElse(0) + 1;
        found.add(new Mistake(file, line, column, text));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Mistake> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column))
                .toList();
    }
}
