package io.procprobe.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** "800M", "1.5G"; a number alone is bytes. In the binary units that the tables print. */
final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([BKMGT])?");
    private static final String UNITS = "BKMGT";
    private static final int BITS_PER_UNIT = 10;

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is not a size such as 512K or 1.5G");
        }
        String unit = matcher.group(2);
        int bits = unit == null ? 0 : UNITS.indexOf(unit) * BITS_PER_UNIT;
        return Math.round(Double.parseDouble(matcher.group(1)) * (1L << bits));
    }
}
