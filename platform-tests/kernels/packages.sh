# Debian packages of other suites and architectures, without touching the packages of this machine.
# shellcheck shell=bash

# The archive that this machine takes its own packages from.
debian_archive() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null |
        sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\(http[^ ]*\) .*/\2/p' | grep -m1 '/debian/\?$'
}

# Runs apt-get or apt-cache for a suite and an architecture with lists of their own: below $1.
apt_for() {
    local work=$1 suite=$2 arch=$3 program=$4
    shift 4
    mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/etc"
    [ -f "$work/state/status" ] || : >"$work/state/status"
    echo "deb $(debian_archive) $suite main" >"$work/etc/sources"
    "$program" -qq -o Dir::Etc::sourcelist="$work/etc/sources" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State="$work/state" -o Dir::State::status="$work/state/status" -o Dir::Cache="$work/cache" \
        -o APT::Architecture="$arch" -o APT::Architectures="$arch" -o APT::Sandbox::User=root \
        -o Acquire::Languages=none "$@"
}

# Unpacks a package: suite, architecture, its name (or a command that prints it, given apt_for's first
# words), folder.
unpack_package() {
    local suite=$1 arch=$2 package=$3 into=$4 work
    work=$(mktemp -d)
    apt_for "$work" "$suite" "$arch" apt-get update
    if [ "$package" = kernel ]; then
        package=$(apt_for "$work" "$suite" "$arch" apt-cache depends "linux-image-cloud-$arch" |
            sed -n 's/ *Depends: \(linux-image-.*\)/\1/p' | head -n 1)
    fi
    (cd "$work" && apt_for "$work" "$suite" "$arch" apt-get download "$package")
    mkdir -p "$into"
    dpkg -x "$work"/*.deb "$into"
    rm -rf "$work"
}

# The newest cloud kernel of a suite, as DIR/vmlinuz. Once.
fetch_kernel() {
    local arch=$1 suite=$2 into=$3 unpacked
    [ -f "$into/vmlinuz" ] && return 0
    unpacked=$(mktemp -d)
    unpack_package "$suite" "$arch" kernel "$unpacked"
    mkdir -p "$into"
    cp "$unpacked"/boot/config-* "$into/config"
    cp "$unpacked"/boot/vmlinuz-* "$into/vmlinuz.part"
    mv "$into/vmlinuz.part" "$into/vmlinuz"
    rm -rf "$unpacked"
}

# A busybox without libraries for an architecture. Once.
busybox_for() {
    local arch=$1 cache=$2
    if [ "$arch" = "$(dpkg --print-architecture)" ]; then
        command -v busybox
        return
    fi
    if [ ! -x "$cache/busybox-$arch" ]; then
        local unpacked
        unpacked=$(mktemp -d)
        unpack_package bookworm "$arch" busybox-static "$unpacked"
        cp "$unpacked/bin/busybox" "$cache/busybox-$arch" 2>/dev/null ||
            cp "$unpacked/usr/bin/busybox" "$cache/busybox-$arch"
        rm -rf "$unpacked"
    fi
    echo "$cache/busybox-$arch"
}
