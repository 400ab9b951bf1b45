package io.procprobe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Ends processes and all their descendants. Made by {@link ProcessProbe#treeKill}. Several trees at
 * once cost what one does, for each look is at all processes.
 *
 * <p>First everybody is found and stopped (SIGSTOP) again and again until all are still and a look
 * at all processes finds nobody new: what is stopped starts no more processes, so that a fork storm
 * ends too. Then all are asked to end (SIGTERM, and SIGCONT to let them). Those that have not ended
 * within the grace time, and what they have started meanwhile, are stopped and killed in the same
 * way. Last, a look at all processes finds nobody left, or it begins anew. All signals go by
 * identity: another process is never touched, whatever PIDs are used again.
 *
 * <p>Found are descendants by parent, and those who have left the tree by reparenting but are still
 * in a session or process group that one of its members leads, or led and that another is still in.
 * Zombies count: their numbers are not given to others. A daemon that has left all of these before
 * the first look, and all descendants of a root that has been reaped before it, are found only by
 * their {@link #cookie}: a number alone might be that of others by now.
 *
 * <p>Windows can neither stop processes nor ask them to end: there everybody who is found is killed
 * at once, whatever the grace time, parents before their children and each generation right after a
 * look, until a look finds nobody new; the report says so. It has no sessions and groups of this
 * kind either, and goes on stating the numbers of parents that have ended: those are not believed.
 * So whoever was started by one that had ended before a look saw it is not found: neither those of
 * somebody who had ended before the first look, nor those whom a member starts in the moment
 * between the last look at it and its end. {@link KillReport#complete()} knows of neither.
 *
 * <p>Bounded in time: the grace time and twice the {@link #limit}. Allocates. Threads: each call
 * works on its own; a virtual thread rather calls it on a platform thread, since waiting keeps the
 * carrier.
 */
public final class TreeKill {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(30);

    /** How long to wait for killed processes before looking again for new ones. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * How long to wait for the last ones to obey SIGSTOP: they may wait in the kernel, or for a
     * processor that many want.
     */
    private static final long STOP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int EXITS_AT_ONCE = 64;

    private final ProcessProbe probe;
    private final List<ProcessId> roots;
    private Duration grace = DEFAULT_GRACE;
    private Duration limit = DEFAULT_LIMIT;
    private boolean alone;
    private boolean dryRun;
    private String cookieName = "";
    private String cookieValue = "";

    TreeKill(ProcessProbe probe, Collection<ProcessId> roots) {
        this.probe = probe;
        this.roots = List.copyOf(roots);
    }

    /**
     * How long processes may take to end by themselves once they have been asked; 5 s by default.
     *
     * @param time zero kills at once, without asking
     * @return this
     */
    public TreeKill grace(Duration time) {
        this.grace = requireNotNegative(time);
        return this;
    }

    /**
     * How long at most to find and stop everybody, and how long, after the grace time, to go on
     * killing and looking; 30 s by default.
     *
     * @param time zero kills once and looks once
     * @return this
     */
    public TreeKill limit(Duration time) {
        this.limit = requireNotNegative(time);
        return this;
    }

    /**
     * Ends the roots alone, and nobody below them: asked, waited for, killed and reported on in the
     * same way.
     *
     * @return this
     */
    public TreeKill alone() {
        this.alone = true;
        return this;
    }

    /**
     * Finds who would be ended, and sends nothing.
     *
     * @return this
     */
    public TreeKill dryRun() {
        this.dryRun = true;
        return this;
    }

    /**
     * Also ends every process that was started with this variable in its environment: what a
     * process starts inherits it, wherever it goes. Reads the environments of the processes of the
     * same user, which takes their memory locks. Windows shows nobody's: there it finds none. This
     * process and its ancestors are passed over, should they have it and belong to no tree that is
     * ended.
     *
     * @param name 1 to 255 bytes without '='
     * @param value the whole value
     * @return this
     */
    public TreeKill cookie(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("a variable has a name without '=': " + name);
        }
        this.cookieName = name;
        this.cookieValue = Objects.requireNonNull(value, "value");
        return this;
    }

    /**
     * Ends the tree.
     *
     * @return what became of each process
     * @throws IllegalArgumentException when this process, or one that the system would end with, is
     *     of the tree: the first one, and on Windows the critical ones; nothing has been sent then
     * @throws InterruptedException when the thread is interrupted; what was sent was sent, but
     *     nobody is left stopped
     * @throws ProbeUnavailableException when there are no descriptors for waiting
     * @throws IllegalStateException when the probe is closed
     */
    public KillReport run() throws InterruptedException {
        try (ProcessWatch watch = probe.newWatchBuilder().fields(FieldSet.NONE).open()) {
            return new Run(watch).run();
        }
    }

    private static Duration requireNotNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a duration is zero or more, not " + time);
        }
        return time;
    }

    /** One run: who is found, and what came of them. */
    private final class Run {
        private final ProcessWatch watch;
        private final ExitBuffer exits;
        private final TextBuffer text = probe.newTextBuffer(64);
        private final TreeMembers tree;
        private final long beganAtNanos = System.nanoTime();
        private final List<TreeMember> bySlot = new ArrayList<>();

        /** What the system has said that it does not offer. */
        private boolean stopIsUnsupported;

        private boolean terminateIsUnsupported;

        Run(ProcessWatch watch) {
            this.watch = watch;
            this.exits = probe.newExitBuffer(EXITS_AT_ONCE);
            this.tree = new TreeMembers(probe, roots, alone, cookieName, cookieValue);
        }

        KillReport run() throws InterruptedException {
            tree.all().forEach(this::track);
            findNew();
            if (tree.refusedPid() != 0) {
                throw new IllegalArgumentException(refusal(tree.refusedPid()));
            }
            if (!dryRun) {
                try {
                    endAll();
                } finally {
                    // Whom nothing has ended, or what came between, is not left standing still.
                    sendToAll(Signals.CONTINUE);
                }
            }
            return report();
        }

        /** Nobody may saw off the branch he sits on, nor end the system. */
        private String refusal(long pid) {
            String who =
                    pid == TreeMembers.OWN_PID
                            ? "this process"
                            : "the first process or another one that the system ends with";
            boolean isRoot = roots.stream().anyMatch(root -> root.pid() == pid);
            String tree = roots.size() == 1 ? "the tree of PID " + roots.get(0).pid() : "a tree";
            String where = isRoot ? "" : " and of " + tree;
            return "PID " + pid + " is never ended: it is " + who + where;
        }

        private void endAll() throws InterruptedException {
            if (!grace.isZero()) {
                // Whatever the grace: who is asked before all are found ends, and with him may end
                // what ties the others to the tree.
                freeze(beganAtNanos + nanosOf(limit));
                sendToAll(Signals.TERMINATE);
                sendToAll(Signals.CONTINUE);
                if (!terminateIsUnsupported) {
                    awaitUntil(System.nanoTime() + nanosOf(grace));
                }
            }
            long limitEnds = System.nanoTime() + nanosOf(limit);
            boolean more;
            do {
                freeze(limitEnds);
                if (stopIsUnsupported) {
                    killByGenerations(limitEnds);
                } else {
                    sendToAll(Signals.KILL);
                }
                awaitUntil(Math.min(limitEnds, System.nanoTime() + LOOK_AGAIN_NANOS));
                more = findNew() || isAnyLeft();
            } while (more && System.nanoTime() - limitEnds < 0);
        }

        /**
         * Stops everybody, until a look finds nobody new that began when all had been seen stopped:
         * a signal is not obeyed at once, and who leaves in the middle of a look may leave somebody
         * behind whom that look does not show.
         */
        private void freeze(long deadline) {
            if (alone) {
                return;
            }
            long patienceEnds = System.nanoTime() + STOP_NANOS;
            boolean more = !stopIsUnsupported;
            while (more) {
                sendToAll(Signals.STOP);
                if (stopIsUnsupported) {
                    return;
                }
                tree.lookForStopped();
                boolean wereStill = tree.areAllStill();
                boolean found = findNew();
                long now = System.nanoTime();
                patienceEnds = found ? now + STOP_NANOS : patienceEnds;
                more = (found || (!wereStill && now - patienceEnds < 0)) && now - deadline < 0;
            }
        }

        /**
         * Where nobody can be stopped, whom a member starts after the last look at it is connected
         * with the tree by nothing any more once that member has ended. Least time for that is left
         * when a look comes right before each end, but one for each would take too long in a large
         * tree. So it is one for each generation, and parents go first: those who start others end
         * before they start more, and whom a child starts meanwhile is found by the next look, for
         * the child still lives. Another look before the end would only be another one too early.
         */
        private void killByGenerations(long deadline) {
            Set<TreeMember> sent = new HashSet<>();
            List<TreeMember> generation;
            do {
                if (System.nanoTime() - deadline < 0) {
                    findNew();
                }
                generation = tree.eldest(member -> !sent.contains(member));
                generation.forEach(member -> send(member, Signals.KILL));
                sent.addAll(generation);
            } while (!generation.isEmpty());
        }

        /** Takes in whom a look finds; whether there is reason for another look. */
        private boolean findNew() {
            List<TreeMember> found = tree.findNew();
            found.forEach(this::track);
            return !found.isEmpty() || !tree.isSure();
        }

        private void track(TreeMember member) {
            if (probe.text().name(member.id, text) == Status.OK) {
                member.name = text.toString();
            }
            long slot = watch.add(member.id);
            Status status = ProcessWatch.statusOf(slot);
            if (slot >= 0) {
                int index = ProcessWatch.index(slot);
                while (bySlot.size() <= index) {
                    bySlot.add(null);
                }
                bySlot.set(index, member);
            } else if (status == Status.GONE || status == Status.REPLACED) {
                member.noteEnd();
            }
        }

        /**
         * To those whom it tells anything new: nobody is asked twice. The youngest come first, for
         * the end of a parent may take from a group its last tie to a shell, and if anybody in it
         * is stopped the kernel then hangs up and continues all of it (setpgid(2)): by then they
         * have been continued, or killed.
         */
        private void sendToAll(int signal) {
            for (TreeMember member : tree.youngestFirst()) {
                send(member, signal);
            }
        }

        private void send(TreeMember member, int signal) {
            if (member.needs(signal)) {
                Status status = probe.signal(member.id, Signals.numberFor(member.id, signal));
                member.noteSent(signal, status);
                noteOffered(signal, status);
            }
        }

        /** Windows can only kill; whom it does not ask is not waited for either. */
        private void noteOffered(int signal, Status status) {
            stopIsUnsupported |= signal == Signals.STOP && status == Status.UNSUPPORTED;
            terminateIsUnsupported |= signal == Signals.TERMINATE && status == Status.UNSUPPORTED;
        }

        /** Whom this process may not signal, it does not wait for either. */
        private boolean isAnyLeft() {
            return tree.all().stream().anyMatch(member -> !member.hasEnded() && !member.isDenied());
        }

        private void awaitUntil(long deadline) throws InterruptedException {
            long rest = deadline - System.nanoTime();
            while (rest > 0 && isAnyLeft()) {
                if (watch.await(Duration.ofNanos(rest), exits) == Status.OK) {
                    drain();
                }
                rest = deadline - System.nanoTime();
            }
        }

        private void drain() {
            for (int row = 0; row < exits.rows(); row++) {
                bySlot.get(ProcessWatch.index(exits.slot(row))).noteExit(exits.toExit(row));
            }
        }

        private KillReport report() {
            while (watch.exits(exits) > 0) {
                drain();
            }
            boolean haveAllEnded = tree.all().stream().allMatch(TreeMember::hasEnded);
            return new KillReport(
                    tree.all().stream().map(this::entry).toList(),
                    !dryRun && haveAllEnded && tree.isSure(),
                    terminateIsUnsupported,
                    Duration.ofNanos(System.nanoTime() - beganAtNanos));
        }

        private KillReport.Entry entry(TreeMember member) {
            OptionalInt status =
                    member.exit() == null ? OptionalInt.empty() : member.exit().exitStatus();
            Duration after =
                    member.hasEnded()
                            ? Duration.ofNanos(member.endedAtNanos() - beganAtNanos)
                            : Duration.ZERO;
            return new KillReport.Entry(
                    member.id, member.parentPid, member.name, outcome(member), status, after);
        }

        private KillReport.Outcome outcome(TreeMember member) {
            if (!member.hasEnded()) {
                if (dryRun) {
                    return KillReport.Outcome.SPARED;
                }
                return member.isDenied()
                        ? KillReport.Outcome.DENIED
                        : KillReport.Outcome.STILL_THERE;
            }
            if (member.wasKilled()) {
                return KillReport.Outcome.KILLED;
            }
            return member.wasTerminated() ? KillReport.Outcome.TERMINATED : KillReport.Outcome.GONE;
        }
    }

    private static long nanosOf(Duration time) {
        // A century is more than any grace, and far from overflowing the clock.
        return Math.min(TimeUnit.DAYS.toNanos(36_500), TimeUnit.NANOSECONDS.convert(time));
    }
}
