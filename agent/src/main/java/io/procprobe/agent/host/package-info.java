/** The machine that the agent runs on. */
package io.procprobe.agent.host;
