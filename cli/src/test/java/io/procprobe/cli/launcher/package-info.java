/** Tests of the launcher script at the root of the repository. */
package io.procprobe.cli.launcher;
