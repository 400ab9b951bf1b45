package io.procprobe.bench.report;

import io.procprobe.bench.bars.Verdict;
import io.procprobe.bench.results.Results;
import java.util.List;

/**
 * All that is written about a run.
 *
 * @param results what was measured
 * @param tolerance by which factor ratios of times might miss their bars
 * @param verdicts what came of the bars
 */
public record Report(Results results, double tolerance, List<Verdict> verdicts) {}
