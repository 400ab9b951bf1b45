package io.procprobe.cli.output;

import java.util.Optional;

/** Names of the signals whose numbers are the same on every system. */
final class SignalName {
    private SignalName() {}

    static Optional<String> of(int signal) {
        return Optional.ofNullable(
                switch (signal) {
                    case 1 -> "SIGHUP";
                    case 2 -> "SIGINT";
                    case 3 -> "SIGQUIT";
                    case 4 -> "SIGILL";
                    case 5 -> "SIGTRAP";
                    case 6 -> "SIGABRT";
                    case 8 -> "SIGFPE";
                    case 9 -> "SIGKILL";
                    case 11 -> "SIGSEGV";
                    case 13 -> "SIGPIPE";
                    case 14 -> "SIGALRM";
                    case 15 -> "SIGTERM";
                    case 24 -> "SIGXCPU";
                    case 25 -> "SIGXFSZ";
                    default -> null;
                });
    }
}
