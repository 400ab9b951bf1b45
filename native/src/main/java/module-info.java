/**
 * The native library of procprobe, one per platform, as resources below {@code
 * io/procprobe/native}.
 */
module io.procprobe.natives {}
