/** Readings of many processes at about one time, with names and loads. */
package io.procprobe.cli.snapshot;
