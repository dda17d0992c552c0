#!/bin/sh
# After the files of the package are gone. dpkg calls it with "remove", "upgrade" or "purge", rpm with 0 or 1.
set -e
case "$1" in
  purge)
    # Only what the package, setup and "service install" have made: settings with their password, and what was added to
    # the unit. The workbook, and whatever else lies in these folders, is not the package's to remove; its user stays
    # with it, so that it does not belong to whoever gets that number next.
    rm -f /etc/leadsheet/leadsheet.env /etc/leadsheet/leadsheet.password
    rm -f /etc/systemd/system/leadsheet.service.d/folders.conf
    for folder in /etc/systemd/system/leadsheet.service.d /etc/leadsheet /var/lib/leadsheet; do
      [ ! -d "$folder" ] || rmdir --ignore-fail-on-non-empty "$folder"
    done
    if [ -d /var/lib/leadsheet ]; then
      echo "what is in /var/lib/leadsheet stays, such as the workbook, and so does the user leadsheet"
    elif getent passwd leadsheet >/dev/null; then
      userdel leadsheet || true
    fi
    ;;
esac
if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
