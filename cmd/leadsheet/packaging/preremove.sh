#!/bin/sh
# Before the files of the package go. dpkg calls it with "remove" or "upgrade", rpm with 0 or 1: an upgrade stops nothing.
set -e
case "$1" in
  remove | 0)
    if [ -d /run/systemd/system ]; then systemctl disable --now leadsheet.service || true; fi
    ;;
esac
