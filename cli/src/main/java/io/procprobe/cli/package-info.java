/** The {@code procprobe} command: one class per subcommand, errors in one line, exit codes. */
package io.procprobe.cli;
