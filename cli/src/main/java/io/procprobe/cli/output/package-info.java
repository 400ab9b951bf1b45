/** What the subcommands print, for people and for programs. */
package io.procprobe.cli.output;
