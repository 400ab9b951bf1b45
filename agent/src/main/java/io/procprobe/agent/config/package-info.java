/** What an agent is to be like, from a file, from flags or from a program. */
package io.procprobe.agent.config;
