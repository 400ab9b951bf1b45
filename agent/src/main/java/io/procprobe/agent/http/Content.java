package io.procprobe.agent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Bytes that many may be sent, compressed once when first somebody wants that. */
final class Content {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";

    /** Less is not worth it. */
    private static final int LEAST_COMPRESSED = 1024;

    private final String type;
    private final byte[] bytes;
    private byte[] compressed;

    Content(String type, byte[] bytes) {
        this.type = Objects.requireNonNull(type, "type");
        this.bytes = bytes;
    }

    String type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isWorthCompressing() {
        return bytes.length >= LEAST_COMPRESSED;
    }

    synchronized byte[] compressed() {
        if (compressed == null) {
            ByteArrayOutputStream into = new ByteArrayOutputStream(bytes.length / 4 + 64);
            try (GZIPOutputStream gzip = new FastGzip(into)) {
                gzip.write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            compressed = into.toByteArray();
        }
        return compressed;
    }

    /** Half the size for a tenth of the time. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream into) throws IOException {
            super(into);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
