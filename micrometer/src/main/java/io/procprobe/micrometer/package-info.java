/**
 * Binders for Micrometer: groups of processes, the host and its pressure, a supervisor. Names
 * follow the process conventions of OpenTelemetry where these have one; a label never holds a PID.
 */
package io.procprobe.micrometer;
