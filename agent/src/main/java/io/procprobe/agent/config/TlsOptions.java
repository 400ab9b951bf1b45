package io.procprobe.agent.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * With what an agent speaks TLS.
 *
 * @param keystore PKCS #12 or JKS, with a key and its certificates
 * @param passwordFile whose first line is the password; empty for a keystore without
 */
public record TlsOptions(Path keystore, Optional<Path> passwordFile) {
    /** Checks that nothing is null. */
    public TlsOptions {
        Objects.requireNonNull(keystore, "keystore");
        Objects.requireNonNull(passwordFile, "passwordFile");
    }
}
