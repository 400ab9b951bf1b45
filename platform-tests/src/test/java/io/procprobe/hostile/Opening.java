package io.procprobe.hostile;

import io.procprobe.FieldSet;
import io.procprobe.ProbeUnavailableException;
import io.procprobe.ProcessProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Opens a probe and says what came of it: whether it is open, then the library or the message, then
 * each attempt. In words, for {@link FreshLoader} shares no other class with it.
 */
public final class Opening implements Callable<List<String>> {
    static final String OPENED = "opened";

    /** By the name of the class. */
    public Opening() {}

    @Override
    public List<String> call() {
        List<String> answer = new ArrayList<>();
        try (ProcessProbe probe = ProcessProbe.open()) {
            long self = ProcessHandle.current().pid();
            probe.sample(self, FieldSet.CHEAP).residentBytes().orElseThrow();
            answer.add(OPENED);
            answer.add(probe.diagnostics().library().toString());
            answer.addAll(probe.diagnostics().attempts());
        } catch (ProbeUnavailableException e) {
            answer.add("unavailable");
            answer.add(e.getMessage());
            answer.addAll(e.attempts());
        }
        return answer;
    }
}
