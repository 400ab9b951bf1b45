package io.procprobe.supervisor.reap;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.Status;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * Finds processes that are to be ended, says why, and ends them with all that they have started.
 *
 * <pre>{@code
 * try (Reaper reaper = Reaper.builder(probe)
 *         .policy(ReapPolicies.childOf(pid).and(ReapPolicies.olderThan(Duration.ofHours(4))))
 *         .build()) {
 *     ReapPlan plan = reaper.plan();
 *     ReapReport report = reaper.reap(plan);
 * }
 * }</pre>
 *
 * <p>Never chosen: this process and its ancestors, the first process, threads of the kernel, those
 * that have ended, and whoever's identity is not known. Signals go by identity: a plan that has
 * grown old ends nobody else.
 *
 * <p>Allocation: {@link #examine} allocates nothing when it finds nobody, once its code is compiled
 * and its arrays have grown. All else allocates.
 *
 * <p>Threads: any number at once; examinations wait for each other. To be closed, for the table
 * that {@link #plan()} holds.
 */
public final class Reaper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Reaper.class.getName());

    /** Whether somebody has ended must be known, or zombies would be counted among the living. */
    private static final FieldSet FIELDS = FieldSet.WATCH.plus(Field.ALIVE);

    private final ProcessProbe probe;
    private final ReapPolicy[] policies;
    private final Membership membership;
    private final TreeEnder ender;
    private final BiConsumer<ReapPolicy, Throwable> onPolicyFailure;
    private final ReapSubjects subjects;
    private final ReapSubject asked;
    private final ReentrantLock lock = new ReentrantLock();

    /** Made by the first plan, as those who sweep have a table of their own. */
    private ProcessTable table;

    private Reaper(Builder options) {
        this.probe = options.probe;
        this.policies = options.policies.toArray(ReapPolicy[]::new);
        this.membership = options.membership;
        this.subjects = new ReapSubjects(membership);
        this.asked = new ReapSubject(subjects);
        this.onPolicyFailure = options.onPolicyFailure;
        Duration grace = options.grace;
        this.ender =
                options.ender != null
                        ? options.ender
                        : entry -> probe.treeKill(entry.id()).grace(grace).run();
    }

    /**
     * What a reaper is to be like.
     *
     * @param probe an open probe, which outlives the reaper
     * @return a builder with the defaults
     */
    public static Builder builder(ProcessProbe probe) {
        return new Builder(probe);
    }

    /** What a reaper is to be like. */
    public static final class Builder {
        private final ProcessProbe probe;
        private final List<ReapPolicy> policies = new ArrayList<>();
        private Membership membership = Membership.everybody();
        private Duration grace = Duration.ofSeconds(5);
        private TreeEnder ender;
        private BiConsumer<ReapPolicy, Throwable> onPolicyFailure = Reaper::logFailure;

        private Builder(ProcessProbe probe) {
            this.probe = Objects.requireNonNull(probe, "probe");
        }

        /**
         * Adds a policy. Who is chosen by any of them is to be ended.
         *
         * @param policy one that no other reaper has
         * @return this
         */
        public Builder policy(ReapPolicy policy) {
            policies.add(Objects.requireNonNull(policy, "policy"));
            return this;
        }

        /**
         * Who is ours; by default every visible process is a subject.
         *
         * @param of tells
         * @return this
         */
        public Builder membership(Membership of) {
            this.membership = Objects.requireNonNull(of, "of");
            return this;
        }

        /**
         * How long processes may take to end by themselves; 5 s by default.
         *
         * @param time zero kills at once
         * @return this
         */
        public Builder grace(Duration time) {
            if (time.isNegative()) {
                throw new IllegalArgumentException("a grace is zero or more, not " + time);
            }
            this.grace = time;
            return this;
        }

        /**
         * Who ends them, in place of a tree kill with the grace time.
         *
         * @param by whatever ends a tree by identity
         * @return this
         */
        public Builder ender(TreeEnder by) {
            this.ender = Objects.requireNonNull(by, "by");
            return this;
        }

        /**
         * Who is told that a policy has thrown something, and is left out of that examination; by
         * default the log is.
         *
         * @param told with the policy and what it has thrown; what it throws itself, whoever
         *     examines gets
         * @return this
         */
        public Builder onPolicyFailure(BiConsumer<ReapPolicy, Throwable> told) {
            this.onPolicyFailure = Objects.requireNonNull(told, "told");
            return this;
        }

        /**
         * Makes it.
         *
         * @return to be closed by the caller
         */
        public Reaper build() {
            return new Reaper(this);
        }
    }

    /**
     * Reads all processes, and tells who would be ended. CPU loads are those of the time since the
     * plan before, so a first one knows of none.
     *
     * @return empty when nobody would be
     * @throws IllegalStateException when processes cannot be read, or the probe is closed
     */
    public ReapPlan plan() {
        lock.lock();
        try {
            if (table == null) {
                table = probe.newTableBuilder().fields(FIELDS).open();
            }
            Status read = table.refresh();
            if (read != Status.OK) {
                throw new IllegalStateException("cannot read processes: " + read.meaning());
            }
            ReapPlan plan = examine(table);
            return plan == null ? ReapPlan.NOBODY : plan;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks all policies about a table that has just been refreshed: for sweeps. Policies that
     * remember processes want always the same table.
     *
     * @param refreshed with the fields of {@link FieldSet#WATCH}, better also {@link Field#ALIVE}
     * @return null when nobody is to be ended, and without allocation
     */
    public ReapPlan examine(ProcessTable refreshed) {
        lock.lock();
        try {
            subjects.take(refreshed);
            Choices choices = null;
            for (ReapPolicy policy : policies) {
                choices = ask(policy, subjects, asked, choices);
            }
            return choices == null || choices.size() == 0 ? null : choices.toPlan();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks one other policy, and none of this reaper's, as {@link #examine(ProcessTable)}: for what
     * is wanted only once, such as the end of a session. Allocates.
     *
     * @param refreshed a table that has just been refreshed
     * @param only a policy
     * @return null when nobody is to be ended
     */
    public ReapPlan examine(ProcessTable refreshed, ReapPolicy only) {
        ReapSubjects all = new ReapSubjects(membership);
        all.take(refreshed);
        Choices choices = ask(only, all, new ReapSubject(all), null);
        return choices == null || choices.size() == 0 ? null : choices.toPlan();
    }

    private static void logFailure(ReapPolicy policy, Throwable why) {
        LOG.log(
                Logger.Level.WARNING,
                "a policy has failed, and is left out of this examination: "
                        + policy.getClass().getName(),
                why);
    }

    /** The choices with those of one more policy; null as long as there are none. */
    private Choices ask(ReapPolicy policy, ReapSubjects all, ReapSubject asked, Choices before) {
        int sizeBefore = before == null ? 0 : before.size();
        Choices choices = before;
        try {
            policy.begin(all);
            for (int i = 0; i < all.count(); i++) {
                String reason = policy.reason(asked.moveTo(i));
                if (reason != null) {
                    choices = choices == null ? new Choices(all) : choices;
                    choices.add(i, reason);
                }
            }
        } catch (Throwable e) {
            // Also assertions and missing classes: a policy is others' code.
            if (choices != null) {
                choices.cutTo(sizeBefore);
            }
            onPolicyFailure.accept(policy, e);
        }
        return choices;
    }

    /**
     * Makes a plan and carries it out.
     *
     * @return what became of everybody
     * @throws InterruptedException when the thread is interrupted; what was sent was sent
     * @throws IllegalStateException when processes cannot be read, or the probe is closed
     */
    public ReapReport reap() throws InterruptedException {
        return reap(plan());
    }

    /**
     * Carries a plan out: ends each of its processes with all below it, several at a time.
     *
     * @param plan of this reaper or of another one, however old
     * @return what became of everybody
     * @throws InterruptedException when the thread is interrupted; what was sent was sent
     */
    public ReapReport reap(ReapPlan plan) throws InterruptedException {
        return new Execution(ender).run(plan);
    }

    /** Closes the table that {@link #plan()} holds; the next one opens another. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (table != null) {
                table.close();
                table = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
