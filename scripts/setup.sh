#!/bin/sh
# Makes .venv and installs what requirements.lock names, by hash. Safe to call again: what is done
# is not repeated, and a half-made environment is completed.
set -eu
cd "$(dirname "$0")/.."

# Moved, or older than what it was made from: then look again. This is the usual way out.
if [ "$(cat .venv/ready 2>/dev/null)" = "$PWD" ] && [ -x .venv/bin/python ] &&
    [ .venv/ready -nt requirements.lock ] && [ .venv/ready -nt pyproject.toml ]; then
    exit 0
fi

supported() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3}; do
        if command -v "$name" >/dev/null 2>&1 && supported "$name"; then
            command -v "$name"
            return
        fi
    done
    echo "需要 Python 3.11 至 3.14。Debian/Ubuntu：apt-get install python3 python3-venv；" \
        "或用 PYTHON=路径 指定。" >&2
    echo "Python 3.11 to 3.14 is needed. Debian/Ubuntu: apt-get install python3 python3-venv;" \
        "or name one with PYTHON=path." >&2
    exit 1
}

make_environment() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        echo "$python 缺少 venv 模块。Debian/Ubuntu：apt-get install $package" >&2
        echo "$python lacks the venv module. Debian/Ubuntu: apt-get install $package" >&2
        exit 1
    fi
    echo "· .venv: $("$python" --version)"
    "$python" -m venv --clear .venv
}

# An environment that was moved, or whose interpreter is gone, too old or without pip, is made anew.
if ! supported .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1 ||
    ! grep -qs "$PWD" .venv/bin/pip; then
    make_environment
fi

pip() {
    .venv/bin/python -m pip --disable-pip-version-check --no-input "$@"
}

installed=.venv/installed.lock
if ! cmp -s requirements.lock "$installed"; then
    echo "· 安装依赖（首次需要几分钟） · installing the requirements (a few minutes at first)"
    pip install --quiet --require-hashes -r requirements.lock
    cp requirements.lock "$installed"
fi
pip install --quiet --no-deps --no-build-isolation --editable .
# pip compiles what it copies; ours stays where it is, and each start would compile it again where
# Python is told to keep nothing.
.venv/bin/python -m compileall -q src
printf '%s\n' "$PWD" >.venv/ready
