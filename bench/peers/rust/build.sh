#!/usr/bin/env bash
# See ../README.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1

command -v cargo >/dev/null || {
    echo "Rust's cargo is not installed" >&2
    exit 69
}
cargo build --quiet --release --locked --manifest-path "$here/Cargo.toml" --target-dir "$out/target"
cp "$out/target/release/poll" "$out/poll"
