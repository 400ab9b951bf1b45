package io.procprobe.agent.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. */
public final class HostName {
    /** To look up its own name may take a machine seconds. */
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /**
     * The name of this machine.
     *
     * @return {@code localhost} when it has none
     */
    public static String read() {
        try {
            return Files.readString(LINUX).strip();
        } catch (IOException e) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "localhost";
            }
        }
    }
}
