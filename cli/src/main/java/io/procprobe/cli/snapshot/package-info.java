/** Readings of many processes at about one time, with names, loads and the parent tree. */
package io.procprobe.cli.snapshot;
