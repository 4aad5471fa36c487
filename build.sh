#!/usr/bin/env bash
# Restores the pinned Cake and runs a target: ./build.sh --target=Test (./build.sh --description lists them).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# Nobody should have to scroll for what went wrong, not even when nothing could start.
stop() {
    printf '%s\n0 passed, 1 failed, 0 skipped\n' "$1" >&2
    exit 1
}

command -v dotnet >/dev/null || stop "The .NET SDK is missing: install the version that global.json names (https://dot.net)."

# Without ICU no .NET program starts, so this one cannot wait for build.cake.
if command -v apt-get >/dev/null && ! ldconfig -p | grep -q libicuuc; then
    [ "$(id -u)" = 0 ] || stop "ICU is missing. Run: sudo apt-get install -y 'libicu[0-9]*'"
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends '^libicu[0-9]+$'
fi

dotnet tool restore >/dev/null || stop "Cake could not be restored: see 'dotnet tool restore'."
exec dotnet cake build.cake "$@"
