# A Wine of our own: a prefix that nobody else uses, without a display, whose server ends with us.
# shellcheck shell=bash

# Debian's package of each program that is needed.
WINE_NEEDS='wine:wine
wineserver:wine
x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64'

missing_programs() {
    local need
    for need in $WINE_NEEDS; do
        command -v "${need%%:*}" >/dev/null || echo "${need%%:*}"
    done
}

missing_packages() {
    local need
    for need in $WINE_NEEDS; do
        command -v "${need%%:*}" >/dev/null || echo "${need##*:}"
    done | sort -u
}

# Debian's packages, where this user may install some. What apt-get says is in the file $1.
install_missing() {
    local packages
    mapfile -t packages < <(missing_packages)
    [ ${#packages[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
    [[ " ${packages[*]} " != *' wine '* ]] || packages+=(wine64)
    echo "installing ${packages[*]}"
    {
        apt-get update &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"
    } >"$1" 2>&1 || true
}

# From here on wine and wineserver mean the prefix $1, which is made when it is not there. A second run
# with the same one waits: it would end the server of the first.
enter_prefix() {
    mkdir -p "$1"
    exec {prefix_lock}>"$1.lock"
    flock "$prefix_lock"
    export PROCPROBE_WINE=1 WINEPREFIX=$1 WINEARCH=win64 WINEDEBUG=-all
    export WINEDLLOVERRIDES='mscoree=;mshtml=' # no offers to install what .NET and HTML would need
    unset DISPLAY WAYLAND_DISPLAY
    trap leave_prefix EXIT
    trap 'exit 130' INT TERM
    if [ ! -f "$1/made" ]; then
        # Whoever asks whether this fails takes from the shell the way to end at what fails within.
        timeout 300 wineboot -i >"$2" 2>&1 && timeout 120 wineserver -w && touch "$1/made" || return 1
    fi
    # One server for all programs; it inherits the lock, which is not to outlive us.
    timeout 60 wineserver -p {prefix_lock}>&-
}

# Ends the server of this prefix, and of no other, with all that runs in it.
leave_prefix() {
    timeout 30 wineserver -k 2>/dev/null || true
    timeout 30 wineserver -w 2>/dev/null || true
}

# Runs a Windows program for so many seconds at most: 124 when they were not enough.
in_wine() {
    local seconds=$1
    shift
    timeout --kill-after=10 "$seconds" wine "$@" {prefix_lock}>&- </dev/null | tr -d '\r'
    return "${PIPESTATUS[0]}"
}
