#!/usr/bin/env bash
# Builds the binary that is shipped, statically linked, and tries it in a root folder that holds nothing else.
#
#   packaging/dist.sh x86_64     with the compiler of rust-toolchain.toml
#   packaging/dist.sh aarch64    with that compiler where it has the target, else with Debian's; tried under qemu
#
# The result is target/dist/catatduit-PROCESSOR-linux, with its SHA-256 beside it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# What is promised: everything inside, and no more than this.
most_bytes=$((40 * 1024 * 1024))

processor=${1:-}
triple=$processor-unknown-linux-gnu
built_in=${CARGO_TARGET_DIR:-target}
result=target/dist/catatduit-$processor-linux
emulator=()
# What the linker leaves of names is of no use to a family.
strip=(strip)

# In front of what only root may do.
as_root=()
[ "$(id -u)" = 0 ] || as_root=(sudo -n)

# Debian packages that are not there yet. An install that also upgrades an essential package can fail once.
system_packages() {
  local wanted=()
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || wanted+=("$package")
  done
  [ ${#wanted[@]} = 0 ] && return 0
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null ||
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
}

# A program that may lie anywhere in memory carries a list of its own addresses; packed it is a hundredth of the size.
build_x86_64() {
  CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS='-C target-feature=+crt-static -C link-arg=-Wl,-z,pack-relative-relocs' \
    cargo build --locked --profile dist --target "$triple" --bin catatduit
}

build_aarch64() {
  export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc
  export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUSTFLAGS='-C target-feature=+crt-static'
  export CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc
  export AR_aarch64_unknown_linux_gnu=aarch64-linux-gnu-ar
  if rustup target list --installed 2>/dev/null | grep -qx "$triple"; then
    system_packages gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
    cargo build --locked --profile dist --target "$triple" --bin catatduit
  else
    # Debian has the standard library for the other processor as a package, and a compiler that goes with it.
    dpkg --print-foreign-architectures | grep -qx arm64 || "${as_root[@]}" dpkg --add-architecture arm64
    system_packages rustc-web cargo-web libstd-rust-web-dev:arm64 gcc-aarch64-linux-gnu libc6-dev-arm64-cross \
      qemu-user-static
    # A folder of its own: what another compiler built is of no use to this one.
    built_in=$built_in/debian-compiler
    RUSTC=/usr/bin/rustc CARGO_TARGET_DIR=$built_in \
      /usr/bin/cargo build --locked --profile dist --target "$triple" --bin catatduit
  fi
  emulator=(qemu-aarch64-static)
  strip=(aarch64-linux-gnu-strip)
}

# Nothing to load from the system, and no more than was promised.
inspect() {
  if readelf --dynamic "$result" | grep -q NEEDED; then
    echo "$result loads libraries of the system" >&2
    return 1
  fi
  local bytes
  bytes=$(stat -c %s "$result")
  printf '%s: %d.%d MB, statically linked\n' "$result" $((bytes / 1000000)) $((bytes / 100000 % 10))
  [ "$bytes" -le "$most_bytes" ] || { echo "that is more than $most_bytes bytes" >&2; return 1; }
}

# A root folder with the binary, the kernel's randomness and a folder for the data; nothing else.
try_in_an_empty_root() (
  root=$(mktemp -d)
  server=
  # shellcheck disable=SC2317,SC2329  # called by the trap
  clean_up() {
    if [ -n "$server" ]; then "${as_root[@]}" kill "$server" 2>/dev/null || true; fi
    "${as_root[@]}" rm -rf "$root"
  }
  trap clean_up EXIT
  mkdir "$root/dev" "$root/data"
  "${as_root[@]}" mknod -m 666 "$root/dev/urandom" c 1 9
  "${as_root[@]}" mknod -m 666 "$root/dev/random" c 1 8
  "${as_root[@]}" mknod -m 666 "$root/dev/null" c 1 3
  cp "$result" "$root/catatduit"
  inside=(chroot "$root")
  if [ ${#emulator[@]} != 0 ]; then
    cp "$(command -v "${emulator[0]}")" "$root/emulator"
    inside+=(/emulator)
  fi
  inside+=(/catatduit)

  "${as_root[@]}" "${inside[@]}" --version
  printf 'beli bakso 15rb pake gopay\n' |
    "${as_root[@]}" "${inside[@]}" parse --json --now 2026-11-22T09:00:00+07:00 | tee "$root/reading"
  grep -q '"amount":15000' "$root/reading"
  grep -q '"wallet":"GoPay"' "$root/reading"

  port=$((20000 + RANDOM % 20000))
  "${as_root[@]}" "${inside[@]}" serve --data-dir /data --listen "127.0.0.1:$port" >"$root/said" 2>"$root/log" &
  server=$!
  for _ in $(seq 100); do
    if health "$port"; then
      page=$(get "$port" / | tail -c 200)
      case $page in
        *'</html>'*) echo "serves its health and its web app from an empty root" ;;
        *) echo "the web app is missing" >&2; return 1 ;;
      esac
      "${as_root[@]}" kill -TERM "$server"
      wait "$server"
      server=
      return 0
    fi
    sleep 0.1
  done
  echo "no answer from the box:" >&2
  cat "$root/said" "$root/log" >&2
  return 1
)

# get PORT PATH: the reply, head and body, without a tool that may not be there.
get() {
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
  cat <&3
  exec 3<&- 3>&-
}

health() {
  { get "$1" /healthz | head -1 | grep -q ' 200 '; } 2>/dev/null
}

case $processor in
  x86_64) build_x86_64 ;;
  aarch64) build_aarch64 ;;
  *)
    sed -n '2,7s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac
mkdir -p target/dist
"${strip[@]}" --strip-all -o "$result" "$built_in/$triple/dist/catatduit"
(cd target/dist && sha256sum "$(basename "$result")" >"$(basename "$result").sha256")
inspect
try_in_an_empty_root
