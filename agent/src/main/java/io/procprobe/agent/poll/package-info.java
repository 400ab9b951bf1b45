/** One poll of all processes for everybody who asks: snapshots that do not change. */
package io.procprobe.agent.poll;
