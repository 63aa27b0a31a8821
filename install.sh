#!/bin/sh
# Installs a built catatduit on this machine: the program, a user for it, a settings file and a service that starts
# with the machine. Running it again replaces the program and leaves settings and records alone.
#
#   sh install.sh [--root FOLDER] [BINARY]
#
# BINARY is target/dist/catatduit-PROCESSOR-linux, or else target/release/catatduit, unless it is named.
# Where BINARY.sha256 lies beside it, it has to be right.
# With --root everything is put under that folder and nothing is started: for packages, and to look first.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=
binary=

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
}

while [ $# -gt 0 ]; do
  case $1 in
    --root)
      [ $# -ge 2 ] || fail '--root needs a folder'
      root=${2%/}
      shift
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    -*)
      usage >&2
      exit 2
      ;;
    *) binary=$1 ;;
  esac
  shift
done

if [ -z "$binary" ]; then
  binary=$here/target/dist/catatduit-$(uname -m)-linux
  [ -f "$binary" ] || binary=$here/target/release/catatduit
fi
[ -f "$binary" ] || fail "there is no $binary: build it with \`cargo build --release\`, or name one"
# A checksum lies beside a program that was built for others: a damaged download or card is not installed.
if [ -f "$binary.sha256" ]; then
  read -r summed _ <"$binary.sha256" || true
  [ "$(sha256sum <"$binary")" = "$summed  -" ] || fail "$binary is not what $binary.sha256 says: get it again"
fi
version=$("$binary" --version) || fail "$binary does not run on this machine"
[ -n "$root" ] || [ "$(id -u)" = 0 ] || fail 'it needs root: run it with sudo'

install -D -m 755 "$binary" "$root/usr/local/bin/catatduit.new"
# A running program cannot be written over, but another can take its name.
mv "$root/usr/local/bin/catatduit.new" "$root/usr/local/bin/catatduit"
install -D -m 644 "$here/packaging/systemd/catatduit.service" "$root/etc/systemd/system/catatduit.service"
install -D -m 644 "$here/config.example.toml" "$root/usr/local/share/doc/catatduit/config.example.toml"

if [ -z "$root" ]; then
  id catatduit >/dev/null 2>&1 ||
    useradd --system --user-group --home-dir /var/lib/catatduit --shell /usr/sbin/nologin catatduit
  install -d -m 700 -o catatduit -g catatduit /var/lib/catatduit
fi

settings=$root/etc/catatduit/config.toml
if [ ! -e "$settings" ]; then
  install -d -m 750 "$root/etc/catatduit"
  printf '# Every key: /usr/local/share/doc/catatduit/config.example.toml\ndata_dir = "/var/lib/catatduit"\n' \
    >"$settings"
  chmod 640 "$settings"
  [ -n "$root" ] || chgrp -R catatduit "$root/etc/catatduit"
fi

printf '%s installed in %s\n' "$version" "$root/usr/local/bin/catatduit"
[ -z "$root" ] || exit 0

if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl enable --quiet catatduit
  systemctl restart catatduit
  printf 'It runs. Make a set-up link with: sudo catatduit setup-link\n'
else
  printf 'There is no systemd here. Start it with: sudo -u catatduit catatduit serve\n'
fi
