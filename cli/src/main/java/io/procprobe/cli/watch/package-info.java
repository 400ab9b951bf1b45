/** Following processes: the loop, and how what happens is printed. */
package io.procprobe.cli.watch;
