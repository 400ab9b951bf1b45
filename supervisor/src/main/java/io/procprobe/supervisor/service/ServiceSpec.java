package io.procprobe.supervisor.service;

import io.procprobe.supervisor.Tags;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How a service is started, asked whether it is well, and started again. Immutable. */
public final class ServiceSpec {
    private final String name;
    private final Supplier<ProcessBuilder> command;
    private final Tags tags;
    private final HealthProbe probe;
    private final Duration probeInterval;
    private final Duration probeTimeout;
    private final int failuresBeforeRestart;
    private final Duration startGrace;
    private final Duration stopGrace;
    private final Duration endTimeout;
    private final Duration stableAfter;
    private final BackOff backOff;
    private final int restarts;
    private final Duration restartWindow;

    private ServiceSpec(Builder builder) {
        this.name = builder.name;
        this.command = builder.command;
        this.tags = builder.tags;
        this.probe = builder.probe;
        this.probeInterval = builder.probeInterval;
        this.probeTimeout = builder.probeTimeout;
        this.failuresBeforeRestart = builder.failuresBeforeRestart;
        this.startGrace = builder.startGrace;
        this.stopGrace = builder.stopGrace;
        this.endTimeout = builder.endTimeout;
        this.stableAfter = builder.stableAfter;
        this.backOff =
                new BackOff(
                        nanosOf(builder.backOffInitial),
                        nanosOf(builder.backOffMax),
                        builder.backOffMultiplier,
                        builder.jitter);
        this.restarts = builder.restarts;
        this.restartWindow = builder.restartWindow;
    }

    /**
     * A service with the limits that the methods of the builder state.
     *
     * @param name not empty, and that of no other service of the same supervisor: by it the
     *     processes are known that an earlier supervisor has left behind
     * @param command gives a fresh builder for each start, by a thread of the executor
     * @return to be told more
     */
    public static Builder builder(String name, Supplier<ProcessBuilder> command) {
        return new Builder(name, command);
    }

    /**
     * Its name.
     *
     * @return not empty
     */
    public String name() {
        return name;
    }

    /**
     * The tags of all its processes, besides {@link Tags#SERVICE} with its name.
     *
     * @return none by default
     */
    public Tags tags() {
        return tags;
    }

    Supplier<ProcessBuilder> command() {
        return command;
    }

    Optional<HealthProbe> probe() {
        return Optional.ofNullable(probe);
    }

    Duration probeInterval() {
        return probeInterval;
    }

    Duration probeTimeout() {
        return probeTimeout;
    }

    int failuresBeforeRestart() {
        return failuresBeforeRestart;
    }

    Duration startGrace() {
        return startGrace;
    }

    Duration stopGrace() {
        return stopGrace;
    }

    /** How long it may take until an end has been verified, or it is given up. */
    Duration endLimit() {
        return stopGrace.plus(endTimeout);
    }

    Duration stableAfter() {
        return stableAfter;
    }

    BackOff backOff() {
        return backOff;
    }

    RestartBudget newBudget() {
        return new RestartBudget(restarts, nanosOf(restartWindow));
    }

    String budgetInWords() {
        return restarts + " restarts within " + restartWindow;
    }

    private static long nanosOf(Duration time) {
        return TimeUnit.NANOSECONDS.convert(time);
    }

    /** What a service is to be like. Threads: one. */
    public static final class Builder {
        /** What the budget remembers is bounded. */
        private static final int MOST_RESTARTS = 10_000;

        private final String name;
        private final Supplier<ProcessBuilder> command;
        private Tags tags = Tags.none();
        private HealthProbe probe;
        private Duration probeInterval = Duration.ofSeconds(60);
        private Duration probeTimeout = Duration.ofSeconds(5);
        private int failuresBeforeRestart = 5;
        private Duration startGrace = Duration.ofSeconds(10);
        private Duration stopGrace = Duration.ofSeconds(5);
        private Duration endTimeout = Duration.ofSeconds(60);
        private Duration stableAfter = Duration.ofMinutes(5);
        private Duration backOffInitial = Duration.ofSeconds(1);
        private Duration backOffMax = Duration.ofSeconds(60);
        private double backOffMultiplier = 2;
        private double jitter = 0.5;
        private int restarts = 10;
        private Duration restartWindow = Duration.ofMinutes(10);

        private Builder(String name, Supplier<ProcessBuilder> command) {
            this.name = Objects.requireNonNull(name, "name");
            this.command = Objects.requireNonNull(command, "command");
            require(!name.isEmpty(), "a service has a name that is not empty", name);
        }

        /**
         * The tags of all its processes, besides {@link Tags#SERVICE} with its name; none by
         * default.
         *
         * @param of all of them
         * @return this
         */
        public Builder tags(Tags of) {
            this.tags = Objects.requireNonNull(of, "tags");
            return this;
        }

        /**
         * How it is asked whether it is well. Without a probe, which is the default, it is well as
         * long as its process is alive.
         *
         * @param how asks
         * @return this
         */
        public Builder probe(HealthProbe how) {
            this.probe = Objects.requireNonNull(how, "probe");
            return this;
        }

        /**
         * How long after the outcome of a probe the next one is made; 60 s by default.
         *
         * @param time more than zero
         * @return this
         */
        public Builder probeInterval(Duration time) {
            this.probeInterval = requirePositive(time, "a probe interval");
            return this;
        }

        /**
         * How long a probe may take, from when it has got a thread; 5 s by default. One that takes
         * longer has failed.
         *
         * @param time more than zero
         * @return this
         */
        public Builder probeTimeout(Duration time) {
            this.probeTimeout = requirePositive(time, "a probe timeout");
            return this;
        }

        /**
         * After how many failed probes, with none that succeeded between them, the service is
         * started again; 5 by default.
         *
         * @param failures 1 or more
         * @return this
         */
        public Builder failuresBeforeRestart(int failures) {
            require(failures >= 1, "the failures before a restart are 1 or more, not ", failures);
            this.failuresBeforeRestart = failures;
            return this;
        }

        /**
         * How long after a start the first probe is made; 10 s by default.
         *
         * @param time zero or more
         * @return this
         */
        public Builder startGrace(Duration time) {
            this.startGrace = requireNotNegative(time, "a start grace");
            return this;
        }

        /**
         * How long its processes may take to end by themselves, once they have been asked to,
         * before they are killed; 5 s by default.
         *
         * @param time zero kills at once
         * @return this
         */
        public Builder stopGrace(Duration time) {
            this.stopGrace = requireNotNegative(time, "a stop grace");
            return this;
        }

        /**
         * How long, beyond the stop grace, it may take until the end of its processes has been
         * verified; 60 s by default. After that a restart is tried again, as after any failure, and
         * a stop has failed.
         *
         * @param time more than zero
         * @return this
         */
        public Builder endTimeout(Duration time) {
            this.endTimeout = requirePositive(time, "an end timeout");
            return this;
        }

        /**
         * How long the service has to be well without a break, so that the next back-off is the
         * initial one again; 5 minutes by default. It is well from its first successful probe until
         * a failed one, or, without a probe, as long as its process lives.
         *
         * @param time zero or more
         * @return this
         */
        public Builder stableAfter(Duration time) {
            this.stableAfter = requireNotNegative(time, "the time after which it is stable");
            return this;
        }

        /**
         * How long to wait between the verified end of the old process and the next start; 1 s by
         * default, twice as much after each further failure, never more than 60 s; of that, {@link
         * #jitter} takes a part away.
         *
         * @param initial after the first failure; zero or more
         * @param max not less than the initial one
         * @param multiplier 1 or more
         * @return this
         */
        public Builder backOff(Duration initial, Duration max, double multiplier) {
            requireNotNegative(initial, "a back-off");
            require(
                    max.compareTo(initial) >= 0,
                    "the most is not less than " + initial + ": ",
                    max);
            require(
                    multiplier >= 1 && multiplier < Double.POSITIVE_INFINITY,
                    "a multiplier is 1 or more, not ",
                    multiplier);
            this.backOffInitial = initial;
            this.backOffMax = max;
            this.backOffMultiplier = multiplier;
            return this;
        }

        /**
         * Which part of a back-off is left to chance; 0.5 by default: then each wait is anything
         * between half the back-off and all of it, all equally likely.
         *
         * @param part 0 for none, up to 1 for anything between nothing and all
         * @return this
         */
        public Builder jitter(double part) {
            require(part >= 0 && part <= 1, "a jitter is 0 to 1, not ", part);
            this.jitter = part;
            return this;
        }

        /**
         * How often it may be started again; 10 times within 10 minutes by default. Once that is
         * used up, it has {@linkplain ServiceState#FAILED failed}, until somebody starts it. A
         * start that was refused or went wrong counts like any other, and so does one after an end
         * by a policy or a limit, which is no failure otherwise.
         *
         * @param most 0 to 10,000; 0 never starts it again
         * @param within more than zero
         * @return this
         */
        public Builder restartBudget(int most, Duration within) {
            require(most >= 0 && most <= MOST_RESTARTS, "restarts are 0 to 10,000, not ", most);
            this.restarts = most;
            this.restartWindow = requirePositive(within, "a restart window");
            return this;
        }

        /**
         * The service.
         *
         * @return it does nothing by itself
         */
        public ServiceSpec build() {
            return new ServiceSpec(this);
        }

        private static Duration requirePositive(Duration time, String what) {
            require(!time.isZero() && !time.isNegative(), what + " is more than zero, not ", time);
            return time;
        }

        private static Duration requireNotNegative(Duration time, String what) {
            require(!time.isNegative(), what + " is zero or more, not ", time);
            return time;
        }

        private static void require(boolean isRight, String message, Object value) {
            if (!isRight) {
                throw new IllegalArgumentException(message + value);
            }
        }
    }
}
