/**
 * Tests of the dashboard in a real Chromium, on real processes, against whatever {@link
 * io.procprobe.agent.dashboard.DashboardServer} the class path provides.
 */
package io.procprobe.agent.dashboard;
