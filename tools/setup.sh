# Sourced by ./run and ./test: brings a bare checkout to where the program starts.
#
#   crm_setup run     what the program needs
#   crm_setup test    that, and the tools that check it
#
# Does nothing (a few milliseconds) when nothing changed since the last time. Needs Python 3.11+,
# and root or sudo for the system libraries that Qt asks for; nothing outside the checkout is
# touched otherwise. Messages go to stderr.

crm_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
crm_python="$crm_root/.venv/bin/python"

crm_say() { printf '%s\n' "$*" >&2; }

# The shared libraries Qt's window needs, and the Debian package of each.
crm_libraries="
libEGL.so.1=libegl1 libGL.so.1=libgl1 libglib-2.0.so.0=libglib2.0-0 libdbus-1.so.3=libdbus-1-3
libfontconfig.so.1=libfontconfig1 libfreetype.so.6=libfreetype6 libxkbcommon.so.0=libxkbcommon0
libxkbcommon-x11.so.0=libxkbcommon-x11-0 libX11-xcb.so.1=libx11-xcb1 libxcb-cursor.so.0=libxcb-cursor0
libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
libxcb-randr.so.0=libxcb-randr0 libxcb-render-util.so.0=libxcb-render-util0
libxcb-shape.so.0=libxcb-shape0 libxcb-shm.so.0=libxcb-shm0 libxcb-sync.so.1=libxcb-sync1
libxcb-xfixes.so.0=libxcb-xfixes0 libxcb-xkb.so.1=libxcb-xkb1 libwayland-client.so.0=libwayland-client0
libwayland-cursor.so.0=libwayland-cursor0 libwayland-egl.so.1=libwayland-egl1
"

crm_missing_packages() {
    local known pair
    known=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p)
    for pair in $crm_libraries; do
        [[ $known == *"${pair%%=*} "* ]] || printf '%s ' "${pair#*=}"
    done
}

crm_apt() {
    local as_root=()
    if [[ $(id -u) -ne 0 ]]; then
        command -v sudo >/dev/null || return 1
        as_root=(sudo)
        [[ -t 0 ]] || as_root+=(-n)
    fi
    "${as_root[@]}" env "PATH=$PATH:/usr/sbin:/sbin" DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o Dpkg::Use-Pty=0 "$@" </dev/null >&2
}

crm_install() {
    command -v apt-get >/dev/null || return 1
    crm_apt install -y --no-install-recommends "$@" 2>/dev/null && return
    crm_apt update && crm_apt install -y --no-install-recommends "$@"
}

crm_system_libraries() {
    [[ $(uname -s) == Linux ]] || return 0
    local packages
    packages=$(crm_missing_packages)
    [[ -n $packages ]] || return 0
    crm_say "Installing system libraries: $packages"
    # shellcheck disable=SC2086  # a list of words
    crm_install $packages && return
    crm_say "These could not be installed: $packages"
    crm_say "The window will not open without them; the command line works. Install them as root, then try again."
}

# uv: the one on PATH, or one of our own in .venv-tools.
crm_find_uv() {
    if command -v uv >/dev/null && uv --version >/dev/null 2>&1; then
        crm_uv=uv
    else
        crm_own_uv
    fi
}

crm_own_uv() {
    local tools="$crm_root/.venv-tools"
    crm_uv="$tools/bin/uv"
    [[ -x $crm_uv ]] && "$crm_uv" --version >/dev/null 2>&1 && return
    crm_say "Fetching uv"
    rm -rf "$tools"
    if ! python3 -m venv "$tools" >/dev/null 2>&1; then
        rm -rf "$tools"
        crm_install python3-venv && python3 -m venv "$tools" || {
            crm_say "Python cannot make a virtual environment here. Install python3-venv, then try again."
            return 1
        }
    fi
    printf '*\n' >"$tools/.gitignore"
    "$tools/bin/python" -m pip install --quiet --disable-pip-version-check uv || {
        crm_say "uv could not be fetched. Check the network connection, then try again."
        return 1
    }
}

crm_sync() {
    # A lock file names every package and its hash; the system's certificates serve behind a proxy.
    local sync=(sync --frozen --quiet --compile-bytecode "$@")
    export UV_PROJECT_ENVIRONMENT="$crm_root/.venv"
    "$crm_uv" "${sync[@]}" 2>/dev/null || UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 "$crm_uv" "${sync[@]}"
}

crm_packages() {
    # A uv on PATH may be too old for the lock file; ours is not.
    crm_sync "$@" || { [[ $crm_uv == uv ]] && crm_own_uv && crm_sync "$@"; } || {
        crm_say "The packages could not be fetched. Check the network connection, then try again."
        return 1
    }
    "$crm_python" -m compileall -q "$crm_root/crm_desktop"
}

crm_setup() {
    local wanted key stamp="$crm_root/.venv/.setup-stamp"
    wanted=$(cat "$crm_root/uv.lock" "$crm_root/tools/setup.sh" "$crm_root/pyproject.toml" | sha256sum)
    key="${wanted%% *} $crm_root"
    if [[ -x $crm_python && -f $stamp ]]; then
        local done_for=""
        read -r -d '' done_for <"$stamp" || true
        [[ $done_for == "$key test"* || $done_for == "$key $1"* ]] && return
    fi
    crm_say "Setting up; this takes a minute or two the first time."
    # An environment knows where it was made; in a moved or copied checkout it is of no use.
    [[ ! -f $stamp || $(<"$stamp") == *" $crm_root "* ]] || rm -rf "$crm_root/.venv"
    crm_system_libraries
    crm_find_uv || return 1
    if [[ $1 == test ]]; then
        (cd "$crm_root" && crm_packages) || return 1
    else
        (cd "$crm_root" && crm_packages --no-dev --inexact) || return 1
    fi
    printf '%s %s\n' "$key" "$1" >"$stamp"
}
