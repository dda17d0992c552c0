#!/bin/sh
# After the files of the package are there. dpkg calls it with "configure" and the version before, if there was one;
# rpm with 1 at the first installation and 2 at an upgrade.
set -e
case "$1" in
  configure | 1 | 2) ;;
  *) exit 0 ;;
esac

if ! getent passwd leadsheet >/dev/null; then
  useradd --system --user-group --home-dir /var/lib/leadsheet --no-create-home --shell /usr/sbin/nologin leadsheet
fi
# What an administrator has changed of the folders stays. Settings hold passwords, and nobody else reads them.
for folder in /etc/leadsheet /var/lib/leadsheet; do
  [ -d "$folder" ] || install -d -o leadsheet -g leadsheet -m 0750 "$folder"
done

if [ -d /run/systemd/system ]; then
  systemctl daemon-reload || true
  # After an upgrade a service that runs is started anew; one that does not is left alone. A fault of it is no fault
  # of the package.
  systemctl try-restart leadsheet.service || echo "leadsheet does not start again: journalctl -u leadsheet says why" >&2
fi
if [ ! -e /etc/leadsheet/leadsheet.env ]; then
  echo "leadsheet is installed. It asks what it has to know, and is then started with the system:"
  echo "  sudo leadsheet setup"
  echo "  sudo leadsheet service install"
fi
