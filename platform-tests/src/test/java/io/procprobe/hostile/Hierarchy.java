package io.procprobe.hostile;

import io.procprobe.conformance.support.Await;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The control groups of the guest, mounted as version 2 or as version 1 of them; closed, they are
 * as they were, which is version 2.
 */
final class Hierarchy implements AutoCloseable {
    private static final String ROOT = "/sys/fs/cgroup";
    private static final String CONTROL = ROOT + "/cgroup.subtree_control";
    private static final String BEFORE = "+memory -cpu";

    private final int version;
    private final boolean hasMemory;

    private Hierarchy(int version, boolean hasMemory) {
        this.version = version;
        this.hasMemory = hasMemory;
    }

    static Hierarchy ofVersion(int version) throws Exception {
        if (version == 2) {
            Guest.write(CONTROL, "+memory +cpu");
            return new Hierarchy(2, true);
        }
        Guest.write(CONTROL, "-memory -cpu");
        Guest.run("umount", ROOT);
        Guest.run("mount", "-t", "tmpfs", "cgroups", ROOT);
        Guest.run("mkdir", ROOT + "/cpu", ROOT + "/memory");
        Hierarchy made = new Hierarchy(1, mount("memory"));
        if (!mount("cpu")) {
            throw new IOException("the kernel has no controller of processors");
        }
        return made;
    }

    /** False where the kernel has no such thing: memory only with CONFIG_MEMCG_V1 since 6.11. */
    private static boolean mount(String controller) throws Exception {
        AtomicReference<String> refusal = new AtomicReference<>();
        Await.until(
                controller + " is no longer busy",
                () -> {
                    refusal.set(tryToMount(controller));
                    return !refusal.get().contains("busy");
                });
        return refusal.get().isEmpty();
    }

    private static String tryToMount(String controller) throws Exception {
        forgetRemovedGroups();
        try {
            Guest.run("mount", "-t", "cgroup", "-o", controller, "cgroup", path(controller));
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    /** What the kernel keeps of files in memory may be on the account of a group that is gone. */
    private static void forgetRemovedGroups() throws IOException {
        Guest.write("/proc/sys/vm/drop_caches", 3);
    }

    private static String path(String controller) {
        return ROOT + "/" + controller;
    }

    /** Whether any control group has a memory controller. */
    boolean hasMemory() {
        return hasMemory;
    }

    /** Folder of the root group of the memory controller. */
    String memory() {
        return version == 2 ? ROOT : path("memory");
    }

    /** Folder of the root group of the processors' controller. */
    String cpu() {
        return version == 2 ? ROOT : path("cpu");
    }

    String limitFile() {
        return version == 2 ? "memory.max" : "memory.limit_in_bytes";
    }

    String usedFile() {
        return version == 2 ? "memory.current" : "memory.usage_in_bytes";
    }

    Object noLimit() {
        return version == 2 ? "max" : -1;
    }

    @Override
    public void close() throws IOException {
        if (version == 1) {
            try {
                Guest.run("mkdir", path("version2"));
                Guest.run("mount", "-t", "cgroup2", "cgroup2", path("version2"));
                letGo("cpu");
                if (hasMemory) {
                    letGo("memory");
                }
                Guest.run("umount", path("version2"));
                Guest.run("umount", ROOT);
                Guest.run("mount", "-t", "cgroup2", "cgroup2", ROOT);
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        Guest.write(CONTROL, BEFORE);
    }

    /**
     * A controller goes back to version 2 only when version 1 of it is unmounted without groups,
     * and one that was removed just before is still there for a moment: then once more.
     */
    private static void letGo(String controller) throws Exception {
        Guest.run("umount", path(controller));
        Await.until(
                "version 2 has " + controller + " again",
                () -> {
                    if (isOfVersion2(controller)) {
                        return true;
                    }
                    if (tryToMount(controller).isEmpty()) {
                        Guest.run("umount", path(controller));
                    }
                    return false;
                });
    }

    private static boolean isOfVersion2(String controller) throws IOException {
        String there = Guest.read(path("version2") + "/cgroup.controllers");
        return List.of(there.split(" ", -1)).contains(controller);
    }
}
