package io.procprobe;

import io.procprobe.internal.abi.Abi;
import java.nio.ByteBuffer;

/** Identities as the library reads them: {@code pp_identity}. */
final class Identities {
    private Identities() {}

    /** One process for good. */
    static void put(ProcessId who, ByteBuffer request, int at) {
        request.putInt(at + Abi.IDENTITY_PID_OFFSET, Pids.toNative(who.pid()));
        request.putInt(at + Abi.IDENTITY_TOKEN_KIND_OFFSET, who.tokenKind().code());
        request.putLong(at + Abi.IDENTITY_START_TOKEN_OFFSET, who.startToken());
    }

    /** Whoever holds a PID. */
    static void put(long pid, ByteBuffer request, int at) {
        request.putInt(at + Abi.IDENTITY_PID_OFFSET, Pids.toNative(pid));
        request.putInt(at + Abi.IDENTITY_TOKEN_KIND_OFFSET, 0);
        request.putLong(at + Abi.IDENTITY_START_TOKEN_OFFSET, 0);
    }

    /** An identity that the library has written. */
    static ProcessId get(ByteBuffer answer, int at) {
        return new ProcessId(
                answer.getInt(at + Abi.IDENTITY_PID_OFFSET),
                TokenKind.of(answer.getInt(at + Abi.IDENTITY_TOKEN_KIND_OFFSET)),
                answer.getLong(at + Abi.IDENTITY_START_TOKEN_OFFSET));
    }
}
