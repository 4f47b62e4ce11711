#!/usr/bin/env bash
# Formats every Swift file as .swift-format says; with --check, changes nothing and fails where it would.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

places=(Package.swift)
for folder in Sources Tests MockServer Examples; do
    [[ -d $folder ]] && places+=("$folder")
done

case ${1-} in
    --check) exec swift format lint --strict --recursive --parallel "${places[@]}" ;;
    "") exec swift format --in-place --recursive --parallel "${places[@]}" ;;
    *) echo "usage: scripts/format.sh [--check]" >&2; exit 64 ;;
esac
