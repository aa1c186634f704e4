#!/bin/sh
# Runs the first tier of tests. Browser tests run where a browser is, and must where
# RONGCHENG_REQUIRE_BROWSER=1 says so. Further words go to pytest.
set -eu
cd "$(dirname "$0")/.."

# The tests start Rongcheng many times over. Where nothing compiled may be kept, as some images
# have it, each of its processes and each worker of the tests would compile all of it again.
unset PYTHONDONTWRITEBYTECODE

selection="not soak and not bench"
if ! sh scripts/browser.sh check; then
    if [ "${RONGCHENG_REQUIRE_BROWSER:-0}" = 1 ]; then
        sh scripts/browser.sh install
    else
        selection="$selection and not browser"
        echo "没有找到 Chromium 或中文字体，不运行浏览器测试；要运行：" \
            "apt-get install chromium fonts-noto-cjk"
        echo "Chromium or Chinese fonts not found: the browser tests are left out; to run them:" \
            "apt-get install chromium fonts-noto-cjk"
    fi
fi
# One worker more than the two cores that the tier is meant for: many tests wait for a server, a
# browser or a process that they started, and two workers leave a fifth of the cores idle.
exec .venv/bin/pytest -n 3 -m "$selection" "$@"
