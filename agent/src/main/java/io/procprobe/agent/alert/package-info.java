/** Thresholds with hysteresis, and who is told when they are crossed. */
package io.procprobe.agent.alert;
