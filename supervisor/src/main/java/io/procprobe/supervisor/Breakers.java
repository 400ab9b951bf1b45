package io.procprobe.supervisor;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.procprobe.supervisor.SpawnRefusedException.Reason;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A breaker for each kind of process: once several in a row have failed quickly, none of that kind
 * is started for a time, and then one on trial. Only the one on trial decides then: what becomes of
 * those who were started before the pause says nothing any more, however late it comes.
 */
final class Breakers {
    private static final int MOST_KINDS = 1024;

    /** A slow machine's, before a trial is given up. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CircuitBreakerConfig config;
    private final Duration quick;
    private final Duration pause;
    private final int failures;

    /** The kinds that were asked for last. */
    private final Map<String, Kind> byKind =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
                    return size() > MOST_KINDS;
                }
            };

    /**
     * @param failures so many in a row
     * @param quick a failure before it has lived as long
     * @param pause how long nothing is started then
     */
    Breakers(int failures, Duration quick, Duration pause) {
        this.failures = failures;
        this.quick = quick;
        this.pause = pause;
        // All of the last so many: that is, so many in a row.
        this.config =
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(failures)
                        .minimumNumberOfCalls(failures)
                        .failureRateThreshold(100)
                        .waitDurationInOpenState(pause)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        // Nobody waits for ever for a trial of which nothing was heard.
                        .maxWaitDurationInHalfOpenState(quick.plus(pause).plus(PATIENCE))
                        .build();
    }

    /** One kind. */
    private static final class Kind {
        private final CircuitBreaker breaker;

        /** When the latest trial was due; null before there was any. */
        private volatile Long trialSinceNanos;

        private Kind(CircuitBreaker breaker) {
            this.breaker = breaker;
            breaker.getEventPublisher()
                    .onStateTransition(
                            event -> {
                                if (event.getStateTransition().getToState()
                                        == CircuitBreaker.State.HALF_OPEN) {
                                    trialSinceNanos = System.nanoTime();
                                }
                            });
        }
    }

    private synchronized Kind of(Tags tags) {
        String kind = kind(tags);
        return byKind.computeIfAbsent(kind, name -> new Kind(CircuitBreaker.of(name, config)));
    }

    /**
     * Whether one that was started so long ago was let in since the latest pause. Those before were
     * let in before the pause began, so half of it is room enough for clocks that are not the same.
     */
    private boolean isOfNow(Kind kind, Duration ago) {
        Long since = kind.trialSinceNanos;
        return since == null
                || System.nanoTime() - since >= ago.minus(pause.dividedBy(2)).toNanos();
    }

    private static String kind(Tags tags) {
        String kind = tags.get(Tags.KIND);
        return kind == null ? "" : kind;
    }

    /** Refuses, or takes the only trial where there is one; to be told what came of it. */
    void enter(Tags tags) throws SpawnRefusedException {
        if (!of(tags).breaker.tryAcquirePermission()) {
            throw refusal(tags);
        }
    }

    /** Whether {@link #enter} would refuse for certain: nobody needs to wait for a slot first. */
    void refuseIfOpen(Tags tags) throws SpawnRefusedException {
        CircuitBreaker breaker = of(tags).breaker;
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            // Only this moves it on to a trial when the time has come.
            if (!breaker.tryAcquirePermission()) {
                throw refusal(tags);
            }
            breaker.releasePermission();
        }
    }

    private SpawnRefusedException refusal(Tags tags) {
        return new SpawnRefusedException(
                Reason.STORM,
                failures
                        + " processes of kind '"
                        + kind(tags)
                        + "' in a row have failed within "
                        + quick
                        + ": none is started for "
                        + pause
                        + ", and then one on trial");
    }

    /** It could not be started at all. */
    void noteNotStarted(Tags tags, Throwable why) {
        of(tags).breaker.onError(0, TimeUnit.NANOSECONDS, why);
    }

    /** How long one has to live to be no quick failure. */
    Duration quick() {
        return quick;
    }

    /** It has lived for so long: a success, however it will end. */
    void noteLived(Tags tags) {
        Kind kind = of(tags);
        if (isOfNow(kind, quick)) {
            kind.breaker.onSuccess(quick.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** It has ended before it had lived for so long. What we end ourselves says nothing. */
    void noteEndedQuickly(Ended how) {
        Kind kind = of(how.tags());
        if (!isOfNow(kind, how.lived())) {
            return;
        }
        long nanos = how.lived().toNanos();
        switch (how.reason()) {
            case FAILED -> kind.breaker.onError(nanos, TimeUnit.NANOSECONDS, new QuickFailure(how));
            case FINISHED -> kind.breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            // Where it was on trial, another one is.
            default -> kind.breaker.releasePermission();
        }
    }

    /** States by kind, for those that were used lately. */
    synchronized Map<String, String> states() {
        Map<String, String> states = new TreeMap<>();
        byKind.forEach((kind, its) -> states.put(kind, its.breaker.getState().name()));
        return states;
    }

    /** What a breaker is told of; nobody looks at where it was made. */
    private static final class QuickFailure extends Exception {
        private static final long serialVersionUID = 1;

        private QuickFailure(Ended how) {
            super(how.toString(), null, false, false);
        }
    }
}
