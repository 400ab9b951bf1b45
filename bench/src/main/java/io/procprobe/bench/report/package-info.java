/** Results for people and for programs: Markdown, a chart, JSON. */
package io.procprobe.bench.report;
