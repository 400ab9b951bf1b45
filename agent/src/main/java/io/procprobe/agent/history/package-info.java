/** What groups were like, in round-robin archives of rrd4j. */
package io.procprobe.agent.history;
