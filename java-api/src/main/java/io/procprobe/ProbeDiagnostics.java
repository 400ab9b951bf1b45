package io.procprobe;

import java.nio.file.Path;
import java.util.List;

/**
 * How a probe works on this machine: for logs, support and the {@code doctor} command.
 *
 * @param binding "FFM" or "JNA"
 * @param library the file that was loaded
 * @param attempts all that was tried to load it, one line each, the one that worked last
 * @param mechanisms which mechanism serves which query
 */
public record ProbeDiagnostics(
        String binding, Path library, List<String> attempts, List<Mechanism> mechanisms) {
    /**
     * What serves one kind of query.
     *
     * @param serves what it serves, such as "identity"
     * @param used what is in use
     * @param firstChoice what would be best
     * @param reason why the first choice is not in use; empty when it is
     */
    public record Mechanism(String serves, String used, String firstChoice, String reason) {
        /**
         * Whether the best is in use.
         *
         * @return false on a fallback
         */
        public boolean isFirstChoice() {
            return reason.isEmpty();
        }
    }
}
