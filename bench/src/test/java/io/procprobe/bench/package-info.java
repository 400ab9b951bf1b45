/** Tests of what measures: a bar that could not be missed would prove nothing. */
package io.procprobe.bench;
