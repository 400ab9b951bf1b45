/** What the tests of the command share: children, child JVMs, oracles and a strict JSON reader. */
package io.procprobe.cli.support;
