package io.procprobe.cli;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * {@code stat PID... [--format table|json]} in exactly this form, as scripts call it. It is
 * understood without picocli, which takes longer to get ready than all the rest together. Whatever
 * else is typed, wrong or only unusual, is picocli's.
 */
final class PlainStat {
    private final List<Long> pids = new ArrayList<>();
    private TableFormat format;

    private PlainStat() {}

    /**
     * Runs the command if it has this form.
     *
     * @param args the whole command line
     * @return its exit status; empty when nothing has been done
     */
    static OptionalInt run(String[] args) {
        PlainStat stat = new PlainStat();
        if (!stat.understands(args)) {
            return OptionalInt.empty();
        }
        PrintWriter out = writer(System.out, "stdout.encoding");
        PrintWriter err = writer(System.err, "stderr.encoding");
        return OptionalInt.of(stat.run(out, err));
    }

    private int run(PrintWriter out, PrintWriter err) {
        int status;
        try {
            status = Stat.run(pids, format == null ? TableFormat.TABLE : format, out);
        } catch (RuntimeException e) {
            return Errors.onFailure(e, err, Stat.NAME);
        }
        return Output.finish(out, err, Stat.NAME, status);
    }

    private boolean understands(String[] args) {
        if (args.length < 2 || !args[0].equals("stat")) {
            return false;
        }
        for (int i = 1; i < args.length; i++) {
            boolean isUnderstood =
                    args[i].equals("--format")
                            ? ++i < args.length && addFormat(args[i])
                            : addPid(args[i]);
            if (!isUnderstood) {
                return false;
            }
        }
        return !pids.isEmpty();
    }

    private boolean addFormat(String text) {
        boolean isFirst = format == null;
        format =
                text.equals("json")
                        ? TableFormat.JSON
                        : text.equals("table") ? TableFormat.TABLE : null;
        return isFirst && format != null;
    }

    /** Digits without a sign, which could be an option, and not so many that they are no PID. */
    private boolean addPid(String text) {
        long pid = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            pid = pid * 10 + (c - '0');
            if (pid > Integer.MAX_VALUE) {
                return false;
            }
        }
        pids.add(pid);
        return !text.isEmpty();
    }

    private static PrintWriter writer(PrintStream stream, String encodingProperty) {
        String encoding = System.getProperty(encodingProperty);
        Charset charset = encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(stream, charset)));
    }
}
