/** Keeps long-lived children running that others depend on. */
package io.procprobe.supervisor.service;
