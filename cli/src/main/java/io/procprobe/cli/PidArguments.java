package io.procprobe.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Several PIDs on the command line. */
final class PidArguments {
    private PidArguments() {}

    /**
     * All of them, or bad usage that names the first which is none. Not by a converter: picocli
     * takes the first that fails for an argument too many.
     */
    static List<Long> parse(CommandLine command, List<String> texts) {
        List<Long> pids = new ArrayList<>();
        for (String text : texts) {
            try {
                pids.add(new PidConverter().convert(text));
            } catch (TypeConversionException e) {
                throw new ParameterException(command, e.getMessage(), e);
            }
        }
        return pids;
    }
}
