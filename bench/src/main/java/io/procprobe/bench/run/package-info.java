/** One command that measures everything, writes the report, and checks the bars. */
package io.procprobe.bench.run;
