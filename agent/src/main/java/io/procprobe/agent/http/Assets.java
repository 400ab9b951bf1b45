package io.procprobe.agent.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The dashboard's files, from the class path. Only plain names below its folder are looked up at
 * all, so that no path leads anywhere else.
 */
final class Assets {
    private static final String FOLDER = "/io/procprobe/agent/dashboard/";
    private static final String OPENAPI = "/io/procprobe/agent/openapi.json";
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,7}");
    private static final int MOST_NAME = 200;
    private static final int TAG_BYTES = 8;

    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "ico", "image/x-icon",
                    "woff2", "font/woff2",
                    "json", "application/json",
                    "webmanifest", "application/manifest+json",
                    "txt", "text/plain; charset=utf-8");

    /** A file, and a tag that changes with its bytes. */
    record Asset(Content content, String tag) {}

    private final Map<String, Asset> loaded = new ConcurrentHashMap<>();

    Optional<Asset> index() {
        return load(FOLDER + "index.html");
    }

    Optional<Asset> openApi() {
        return load(OPENAPI);
    }

    Optional<Asset> find(String name) {
        return name.length() <= MOST_NAME && NAME.matcher(name).matches()
                ? load(FOLDER + name)
                : Optional.empty();
    }

    private Optional<Asset> load(String path) {
        Asset known = loaded.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream file = Assets.class.getResourceAsStream(path)) {
            if (file == null) {
                return Optional.empty();
            }
            byte[] bytes = file.readAllBytes();
            Asset asset = new Asset(new Content(type, bytes), tag(bytes));
            loaded.put(path, asset);
            return Optional.of(asset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
