package io.procprobe.wine;

import java.security.SecureRandomSpi;
import java.util.Random;

/** Numbers that anybody can guess, see {@link UnsafeRandomProvider}. */
public final class UnsafeRandom extends SecureRandomSpi {
    private static final long serialVersionUID = 1;

    /** Differs between processes and between the instances of one. */
    private final Random numbers = new Random();

    @Override
    protected void engineSetSeed(byte[] seed) {
        // There is nothing to make more secure.
    }

    @Override
    protected void engineNextBytes(byte[] bytes) {
        numbers.nextBytes(bytes);
    }

    @Override
    protected byte[] engineGenerateSeed(int count) {
        byte[] seed = new byte[count];
        numbers.nextBytes(seed);
        return seed;
    }
}
