# What a guest is made of, and how it is booted.
# shellcheck shell=bash disable=SC2154 # $here and $repository are those of run.sh

qemu_of() {
    [ "$1" = amd64 ] && echo qemu-system-x86_64 || echo qemu-system-aarch64
}

compiler_of() {
    [ "$1" = amd64 ] && echo gcc || echo aarch64-linux-gnu-gcc
}

build_folder() {
    [ "$1" = amd64 ] && echo cmake || echo cmake-aarch64
}

tests_of() {
    echo "$repository/native/target/$(build_folder "$1")/test/procprobe_tests"
}

how_to_build() {
    [ "$1" = amd64 ] && echo "./mvnw -pl native verify" || echo "./mvnw -Paarch64 -pl native verify"
}

# The loader and the libraries that programs and libraries name, as the compiler finds them; without
# those that are beside the one that names them.
copy_libraries() {
    local arch=$1 root=$2 compiler loader library file
    shift 2
    compiler=$(compiler_of "$arch")
    loader=$(readelf -l "$1" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
    mkdir -p "$root$(dirname "$loader")" "$root/lib"
    cp -L "$("$compiler" -print-file-name="$(basename "$loader")")" "$root$loader"
    # glibc opens the first by itself when a thread ends with pthread_exit().
    for library in libgcc_s.so.1 $(readelf -d "$@" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u); do
        file=$("$compiler" -print-file-name="$library")
        # The compiler gives back the bare name of what it does not know.
        [ "$file" = "$library" ] || cp -L "$file" "$root/lib/$library"
    done
}

# The archive of a folder, as the kernel unpacks it. Several, one after the other, are unpacked in turn.
pack() {
    (cd "$1" && find . | cpio -o -H newc --quiet)
}

# An initramfs with busybox, what runs in the guest, and what the parts need. Not compressed: the
# emulated machine would be longer about it than this one saves.
make_guest() {
    local arch=$1 cache=$2 image=$3 settings=$4 parts=" $5 " jars=$6 root tests
    root=$(mktemp -d)
    chmod 755 "$root" # not the root's alone
    mkdir -p "$root"/{bin,proc,sys,tmp,dev,etc,root,lab/proc}
    cp "$(busybox_for "$arch" "$cache")" "$root/bin/busybox"
    printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/sh\n' >"$root/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
    cp "$here"/guest/* "$root/lab"
    mv "$root/lab/init" "$root/init"
    chmod 755 "$root/init"
    cp "$settings" "$root/lab/settings"
    if [[ $parts == *' c '* ]]; then
        tests=$(tests_of "$arch")
        cp "$tests" "$root/bin/procprobe_tests"
        copy_libraries "$arch" "$root" "$tests"
    fi
    if [[ $parts == *' java '* || $parts == *' environments '* ]]; then
        cp -rp "$jars" "$root/suite"
        cp "$(child_of "$arch")" "$root/bin/procprobe_child"
        copy_libraries "$arch" "$root" "$(child_of "$arch")"
    fi
    if [[ $parts == *' environments '* ]]; then
        cp -r "$here/environments" "$root/environments"
    fi
    {
        if [ -d "$root/suite" ]; then
            pack "$(runtime_of "$arch" "$cache")"
        fi
        pack "$root"
    } >"$image"
    rm -rf "$root"
}

# Software emulation only: with KVM such a machine may hang. Without cx16, whose emulation in QEMU 7.2
# corrupts the flags, by which kernels from 6.12 on crash in their allocator; and without pointer
# authentication, whose emulation takes two thirds of an arm64 guest's time. The archive is in memory
# twice while the kernel unpacks it.
boot() {
    local arch=$1 kernel=$2 image=$3 seconds=$4 machine console
    if [ "$arch" = amd64 ]; then
        machine=(-cpu 'max,-cx16')
        console=ttyS0
    else
        machine=(-M virt -cpu 'max,pauth=off')
        console=ttyAMA0
    fi
    timeout "$seconds" "$(qemu_of "$arch")" -accel tcg,thread=multi "${machine[@]}" -smp 2 -m 2000 -nographic \
        -no-reboot -nic none -kernel "$kernel" -initrd "$image" \
        -append "console=$console quiet panic=-1" </dev/null
}
