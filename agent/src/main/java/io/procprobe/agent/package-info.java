/**
 * What {@code procprobe serve} runs: {@link io.procprobe.agent.Agent} polls all processes at a
 * fixed rate and serves what it finds over HTTP, read-only.
 */
package io.procprobe.agent;
