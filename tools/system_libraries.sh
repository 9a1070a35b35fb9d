#!/usr/bin/env bash
# Qt needs a few system libraries. As root on Debian they are installed; otherwise the one command is printed.
# system_libraries.sh offscreen|window|package|package-test
set -euo pipefail
offscreen="libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0"
window="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libxcb-randr0
        libxcb-image0 libxcb-render-util0 libxcb-xinerama0 libx11-xcb1"
wanted=$offscreen
# What the package carries for machines that lack it, and the tools that build it.
interpreter=$(python3 -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])' 2>/dev/null || true)
package="$interpreter libwayland-client0 libwayland-cursor0 libwayland-egl1 binutils dpkg zstd xz-utils"
case "${1:-offscreen}" in
window) wanted="$offscreen $window" ;;
package) wanted="$offscreen $window $package" ;;
package-test) wanted="$offscreen debootstrap xvfb x11-utils x11-apps imagemagick" ;;
esac

command -v dpkg-query >/dev/null || exit 0 # not Debian: the platform's own Qt check speaks
missing=""
for package in $wanted; do
    # Newer releases carry some of these under a name that ends in t64.
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "install ok installed" ||
        dpkg-query -W -f '${Status}' "${package}t64" 2>/dev/null | grep -q "install ok installed" ||
        missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then
    echo "Installing system libraries:$missing"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "Some system libraries are missing; run: sudo apt-get install$missing" >&2
    exit 2
fi
