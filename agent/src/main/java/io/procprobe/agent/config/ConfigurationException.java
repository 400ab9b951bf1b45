package io.procprobe.agent.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration has mistakes. It tells all of them. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    /**
     * Made of all that is wrong.
     *
     * @param mistakes one or more
     */
    public ConfigurationException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /**
     * All that is wrong.
     *
     * @return in the order of the file
     */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
