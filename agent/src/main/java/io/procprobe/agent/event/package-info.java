/** What has happened lately. */
package io.procprobe.agent.event;
