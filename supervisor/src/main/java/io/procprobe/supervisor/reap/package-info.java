/** Finds processes that are to be ended, says why, and ends them. */
package io.procprobe.supervisor.reap;
