package io.procprobe.wine;

import java.security.Provider;

/**
 * Random numbers that are good enough for the names of temporary files, for a JVM under Wine: what
 * the JVM's own providers seed themselves with on Windows is missing in Wine 8 ({@code
 * GetAnycastIpAddressTable}), and ends the JVM. Only {@code platform-tests/wine} names it, in a
 * file of security properties.
 */
public final class UnsafeRandomProvider extends Provider {
    private static final long serialVersionUID = 1;

    /** As the security properties make it. */
    public UnsafeRandomProvider() {
        super("UnsafeRandom", "1", "random numbers that anybody can guess, for tests under Wine");
        put("SecureRandom.DRBG", UnsafeRandom.class.getName());
    }
}
