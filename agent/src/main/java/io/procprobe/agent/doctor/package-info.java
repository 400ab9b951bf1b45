/** What this machine offers, as {@code procprobe doctor} and the agent tell it. */
package io.procprobe.agent.doctor;
