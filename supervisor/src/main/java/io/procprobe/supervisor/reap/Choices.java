package io.procprobe.supervisor.reap;

import io.procprobe.Field;
import io.procprobe.ProcessId;
import io.procprobe.ProcessTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Whom the policies of one examination have chosen, on its way to a plan. */
final class Choices {
    private final ReapSubjects all;
    private final List<Choice> choices = new ArrayList<>();

    private record Choice(int subject, String reason) {}

    Choices(ReapSubjects all) {
        this.all = all;
    }

    void add(int subject, String reason) {
        choices.add(new Choice(subject, reason));
    }

    int size() {
        return choices.size();
    }

    /** Forgets the last ones. */
    void cutTo(int size) {
        choices.subList(size, choices.size()).clear();
    }

    /** Whoever is below another one that is chosen ends with it, and is listed with it. */
    ReapPlan toPlan() {
        TreeMap<Integer, Integer> subjectByRow = new TreeMap<>();
        choices.forEach(choice -> subjectByRow.put(all.row(choice.subject), choice.subject));
        Map<Integer, List<String>> reasonsByRow = new TreeMap<>();
        for (Choice choice : choices) {
            int row = all.row(choice.subject);
            int top = top(row, subjectByRow);
            String reason =
                    top == row
                            ? choice.reason
                            : "PID " + all.table().rows().pid(row) + ": " + choice.reason;
            reasonsByRow.computeIfAbsent(top, r -> new ArrayList<>()).add(reason);
        }
        List<ReapPlan.Entry> entries = new ArrayList<>();
        reasonsByRow.forEach((row, reasons) -> entries.add(entry(subjectByRow.get(row), reasons)));
        return new ReapPlan(entries);
    }

    /** The highest one that is chosen: the row itself, or an ancestor. */
    private int top(int row, Map<Integer, Integer> chosen) {
        int top = row;
        int above = all.table().parent(row);
        while (above != ProcessTable.NONE) {
            top = chosen.containsKey(above) ? above : top;
            above = all.table().parent(above);
        }
        return top;
    }

    private ReapPlan.Entry entry(int index, List<String> reasons) {
        ReapSubject subject = all.get(index);
        long age = subject.ageNanos();
        return new ReapPlan.Entry(
                subject.id(),
                subject.parentPid(),
                subject.name(),
                Optional.ofNullable(subject.tags()),
                reasons,
                subject.hasResident()
                        ? OptionalLong.of(subject.residentBytes())
                        : OptionalLong.empty(),
                subject.subtreeResidentBytes(),
                age < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(age)),
                below(all.row(index)));
    }

    private List<ProcessId> below(int root) {
        ProcessTable table = all.table();
        List<ProcessId> below = new ArrayList<>();
        int row = table.nextInSubtree(root, root);
        while (row != ProcessTable.NONE) {
            if (table.rows().has(row, Field.IDENTITY)) {
                below.add(table.rows().id(row));
            }
            row = table.nextInSubtree(root, row);
        }
        return below;
    }
}
