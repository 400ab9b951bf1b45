/** What is served over HTTP: read-only, from what the last poll has found. */
package io.procprobe.agent.http;
