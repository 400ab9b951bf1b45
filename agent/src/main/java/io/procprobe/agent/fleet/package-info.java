/** Other agents, as a Prometheus knows them. */
package io.procprobe.agent.fleet;
