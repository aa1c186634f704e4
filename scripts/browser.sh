#!/bin/sh
# Sees to it that a Chromium and Chinese fonts are there for the browser tests.
#   browser.sh check     exit 0 when both are there
#   browser.sh install   installs them with apt, as root or through sudo without a password
set -eu

present() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1 || return 1
    # Without fontconfig's list nobody can tell, and Chromium itself brings fontconfig.
    ! command -v fc-list >/dev/null 2>&1 || fc-list :lang=zh | grep -q .
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

case "${1:-}" in
check)
    present
    ;;
install)
    present && exit 0
    if ! command -v apt-get >/dev/null 2>&1 || ! as_root true 2>/dev/null; then
        echo "浏览器测试需要 Chromium 和中文字体：请以 root 运行" \
            "apt-get install chromium fonts-noto-cjk" >&2
        echo "The browser tests need Chromium and Chinese fonts: as root, run" \
            "apt-get install chromium fonts-noto-cjk" >&2
        exit 1
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        chromium fonts-noto-cjk
    present
    ;;
*)
    echo "usage: $0 check|install" >&2
    exit 2
    ;;
esac
