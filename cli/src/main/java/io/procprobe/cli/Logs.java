package io.procprobe.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** How what is logged looks on stderr: a line each, and of Jetty only what is wrong. */
final class Logs {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    /** Java forgets what it was told of a logger that nobody refers to. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    private Logs() {}

    static void prepare() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return; // somebody knows better
        }
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n");
        }
        JETTY.setLevel(Level.WARNING);
    }
}
