/** Libraries of other languages, measured by small programs that are no part of the build. */
package io.procprobe.bench.peers;
