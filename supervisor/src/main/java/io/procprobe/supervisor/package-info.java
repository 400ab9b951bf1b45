/**
 * Looks after the processes that a server spawns: {@link io.procprobe.supervisor.Supervisor} starts
 * and adopts them, remembers them across its own end, and ends them with all that they have
 * started.
 */
package io.procprobe.supervisor;
