package io.procprobe.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A PID on the command line: what is no number of 32 bits is bad usage, not a process that is gone.
 */
final class PidConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return (long) Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not a PID");
        }
    }
}
