/** Files that are given to the agent. */
package io.procprobe.agent.file;
