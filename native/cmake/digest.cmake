# Writes the SHA-256 of LIBRARY beside it.
file(SHA256 "${LIBRARY}" DIGEST)
file(WRITE "${LIBRARY}.sha256" "${DIGEST}")
