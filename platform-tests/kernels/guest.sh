# What a guest is made of, and how it is booted.
# shellcheck shell=bash

qemu_of() {
    [ "$1" = amd64 ] && echo qemu-system-x86_64 || echo qemu-system-aarch64
}

compiler_of() {
    [ "$1" = amd64 ] && echo gcc || echo aarch64-linux-gnu-gcc
}

tests_of() {
    local folder=cmake
    [ "$1" = amd64 ] || folder=cmake-aarch64
    echo "$repository/native/target/$folder/test/procprobe_tests"
}

how_to_build() {
    [ "$1" = amd64 ] && echo "./mvnw -pl native verify" || echo "./mvnw -Paarch64 -pl native verify"
}

# The loader and the libraries that a program names, as the compiler finds them.
copy_libraries() {
    local arch=$1 program=$2 root=$3 compiler loader library
    compiler=$(compiler_of "$arch")
    loader=$(readelf -l "$program" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
    mkdir -p "$root$(dirname "$loader")" "$root/lib"
    cp -L "$("$compiler" -print-file-name="$(basename "$loader")")" "$root$loader"
    for library in $(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
        cp -L "$("$compiler" -print-file-name="$library")" "$root/lib/$library"
    done
}

# An initramfs with busybox, the C tests and init.
make_guest() {
    local arch=$1 cache=$2 image=$3 suites=$4 part=$5 root tests
    root=$(mktemp -d)
    chmod 755 "$root" # not the root's alone
    tests=$(tests_of "$arch")
    mkdir -p "$root"/{bin,proc,sys,tmp,dev,etc}
    cp "$(busybox_for "$arch" "$cache")" "$root/bin/busybox"
    cp "$tests" "$root/bin/procprobe_tests"
    copy_libraries "$arch" "$tests" "$root"
    printf 'root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
    printf '%s\n' "$suites" >"$root/suites"
    echo "$part" >"$root/part"
    cp "$here/init" "$root/init"
    chmod 755 "$root/init"
    (cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$image"
    rm -rf "$root"
}

# Software emulation only: with KVM such a machine may hang. Without cx16, whose emulation in QEMU 7.2
# corrupts the flags, by which kernels from 6.12 on crash in their allocator.
boot() {
    local arch=$1 kernel=$2 image=$3 seconds=$4 machine console
    if [ "$arch" = amd64 ]; then
        machine=(-cpu 'max,-cx16')
        console=ttyS0
    else
        machine=(-M virt -cpu max)
        console=ttyAMA0
    fi
    timeout "$seconds" "$(qemu_of "$arch")" -accel tcg,thread=multi "${machine[@]}" -smp 2 -m 1500 -nographic \
        -no-reboot -nic none -kernel "$kernel" -initrd "$image" \
        -append "console=$console quiet panic=-1" </dev/null
}
