/** Processes in groups, with totals of each group over the refreshes of a table. */
package io.procprobe.micrometer.group;
