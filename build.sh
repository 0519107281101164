#!/usr/bin/env bash
# Builds, serves, tests and measures Header Verdict.
#
#   ./build.sh          builds dist/
#   ./build.sh serve    builds dist/ and serves it on this machine
#   ./build.sh test     builds dist/ and runs every check and test
#   ./build.sh measure  builds dist/ and prints sizes and times
#   ./build.sh sizes    builds dist/ and prints what each crate takes of the wasm
#   ./build.sh compare [ROUNDS [MILLISECONDS]]  builds dist/ and measures the engine beside mail-auth, mailauth and dkimpy
#   ./build.sh differential [MESSAGES [SEED]]  holds DKIM and ARC against mail-auth, mailauth and dkimpy
#   ./build.sh mailbox MEGABYTES FILE  writes a synthetic mailbox, and beside it FILE.keys.json and FILE.truth.tsv
#   ./build.sh large [MEGABYTES]  builds dist/ and gives the page one large mailbox, of 1,000 MB if nothing is said
#   ./build.sh scale [MESSAGES...]  builds dist/ and measures how cost grows, to 1,000,000 messages if nothing is said
#   ./build.sh screenshots  builds dist/ and takes pictures of the page's states into dist-screenshots/
#   ./build.sh release  builds dist/ and packs it into dist-release/, the same bytes wherever the same commit is built
#   ./build.sh fuzz [TARGET [SECONDS]]  fuzzes one target, or each for as long; without a TARGET, a minute each
#   ./build.sh data [DAYS]  checks every data file and lists what is older, with the source to look at
#   ./build.sh keys [--txt FILE] FOLDER...  finds DKIM and ARC keys in messages and in records that were read; see examples/keys
#   ./build.sh suites FOLDER...  holds the engine against checkouts of ValiMail/arc_test_suite and fastmail/mail-dkim
#
# Needs rustup and node. Everything else it installs itself: the wasm target, the pinned wasm-bindgen and the npm
# packages of package-lock.json; for the tests the pinned geckodriver and, where the system's packages can be installed,
# Chromium, Firefox and WebKitGTK.
# Written for bash 3.2, which is what macOS has.
set -euo pipefail
cd "$(dirname "$0")"

# What rustc enables for wasm32-unknown-unknown, and vectors, which browsers know that can unpack the saved page. Naming
# more would let wasm-opt write what browsers refuse.
WASM_FEATURES="--enable-simd --enable-bulk-memory --enable-bulk-memory-opt --enable-call-indirect-overlong --enable-multivalue
  --enable-mutable-globals --enable-nontrapping-float-to-int --enable-reference-types --enable-sign-ext"

TARGET=wasm32-unknown-unknown
BUILT=${CARGO_TARGET_DIR:-target}
export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "build.sh: $*"
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

cache_folder() {
  if [ -n "${XDG_CACHE_HOME:-}" ]; then
    printf '%s' "$XDG_CACHE_HOME/header-verdict"
  elif [ "$(uname -s)" = Darwin ]; then
    printf '%s' "$HOME/Library/Caches/header-verdict"
  else
    printf '%s' "$HOME/.cache/header-verdict"
  fi
}

# Installs Debian packages where that needs no question: as root, with apt-get.
debian_install() {
  [ "$(id -u)" = 0 ] && has apt-get || return 1
  say "Installing $* from the system's packages"
  apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# One hash over the given files and their names.
fingerprint() {
  node -e '
    const { createHash } = require("node:crypto"), { readFileSync } = require("node:fs");
    const hash = createHash("sha256");
    for (const path of process.argv.slice(1)) hash.update(path + "\0").update(readFileSync(path));
    console.log(hash.digest("hex"));
  ' "$@"
}

need_tools() {
  has rustup || fail "rustup is missing: install it from https://rustup.rs"
  has cargo || fail "cargo is missing: run 'rustup default stable'"
  has node || fail "node is missing: install Node.js 20 or newer (Debian: apt-get install nodejs npm; macOS: brew install node)"
  has npm || fail "npm is missing: install it (Debian: apt-get install npm; macOS: brew install node)"
  [ "$(node -p 'parseInt(process.versions.node)')" -ge 20 ] ||
    fail "node $(node -v) is too old: install Node.js 20 or newer from https://nodejs.org"
  has cc || debian_install gcc libc6-dev ||
    fail "a C linker is missing: install one (Debian: apt-get install gcc libc6-dev; macOS: xcode-select --install)"
}

need_wasm_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/$TARGET" ] || rustup target add "$TARGET" >&2 ||
    fail "the wasm target is missing: run 'rustup target add $TARGET'"
}

# The command line tool must have exactly the version of the crate, so Cargo.lock decides both.
need_wasm_bindgen() {
  local version root
  version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)
  root="$(cache_folder)/wasm-bindgen-$version"
  WASM_BINDGEN="$root/bin/wasm-bindgen"
  [ -x "$WASM_BINDGEN" ] && return
  say "Installing wasm-bindgen $version into $root (once per machine)"
  # A target folder of its own, removed afterwards: the cache keeps only the programs.
  CARGO_TARGET_DIR="$root/target" cargo install --quiet --locked --root "$root" --version "=$version" wasm-bindgen-cli >&2 ||
    fail "wasm-bindgen could not be installed: run 'cargo install --locked --root $root --version $version wasm-bindgen-cli'"
  rm -rf "$root/target"
}

# The npm packages of the lock file in a folder. No script of a package is run.
need_npm_packages() {
  local lock=$1/package-lock.json stamp=$1/node_modules/.header-verdict-lock
  cmp -s "$lock" "$stamp" && return
  say "Installing the npm packages of $lock"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || fail "npm ci failed: see the lines above"
  cp "$lock" "$stamp"
}

# The first of the given programs that there is, in the variable that is named first; the variable's own value comes first.
find_program() {
  local variable=$1 candidate
  shift
  for candidate in "${!variable:-}" "$@"; do
    if [ -n "$candidate" ] && has "$candidate"; then
      export "$variable=$(command -v "$candidate")"
      return 0
    fi
  done
  return 1
}

need_chromium() {
  local names=(chromium chromium-browser google-chrome google-chrome-stable
    "/Applications/Chromium.app/Contents/MacOS/Chromium" "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
  find_program CHROMIUM "${names[@]}" || { debian_install chromium && find_program CHROMIUM "${names[@]}"; } ||
    fail "Chromium is missing: install it (Debian: apt-get install chromium; macOS: brew install --cask chromium) or set CHROMIUM to its path"
}

# What drives Firefox over WebDriver. It only passes messages on, so it is not optimised: it compiles in half the time.
GECKODRIVER_VERSION=0.36.0

need_firefox() {
  local names=(firefox-esr firefox "/Applications/Firefox.app/Contents/MacOS/firefox") root
  find_program FIREFOX "${names[@]}" || { debian_install firefox-esr && find_program FIREFOX "${names[@]}"; } ||
    fail "Firefox is missing: install it (Debian: apt-get install firefox-esr; macOS: brew install --cask firefox) or set FIREFOX to its path"
  root="$(cache_folder)/geckodriver-$GECKODRIVER_VERSION"
  find_program GECKODRIVER "$root/bin/geckodriver" && return
  say "Installing geckodriver $GECKODRIVER_VERSION into $root (once per machine)"
  CARGO_TARGET_DIR="$root/target" cargo install --quiet --debug --locked --root "$root" --version "=$GECKODRIVER_VERSION" geckodriver >&2 &&
    find_program GECKODRIVER "$root/bin/geckodriver" ||
    fail "geckodriver could not be installed: run 'cargo install --locked --root $root --version $GECKODRIVER_VERSION geckodriver' or set GECKODRIVER to its path"
  rm -rf "$root/target"
}

# WebKit: WebKitGTK's browser on a display without a screen, or Safari on macOS.
need_webkit() {
  if [ "$(uname -s)" = Darwin ]; then
    find_program WEBKIT_DRIVER safaridriver || fail "safaridriver is missing: run 'sudo safaridriver --enable'"
    return
  fi
  { has Xvfb && find_webkit; } || { debian_install webkit2gtk-driver xvfb && has Xvfb && find_webkit; } ||
    fail "WebKitGTK is missing: install it (Debian: apt-get install webkit2gtk-driver xvfb) or set WEBKIT_DRIVER and WEBKIT_BROWSER to WebKitWebDriver and MiniBrowser"
}

find_webkit() {
  find_program WEBKIT_DRIVER WebKitWebDriver &&
    find_program WEBKIT_BROWSER /usr/lib/*/webkit2gtk-4.*/MiniBrowser /usr/lib*/webkit2gtk-4.*/MiniBrowser \
      /usr/libexec/webkit2gtk-4.*/MiniBrowser /usr/lib/*/webkitgtk-6.*/MiniBrowser /usr/libexec/webkitgtk-6.*/MiniBrowser
}

need_components() {
  cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1 || rustup component add rustfmt clippy >&2 ||
    fail "rustfmt or clippy is missing: run 'rustup component add rustfmt clippy'"
}

CARGO_DENY_VERSION=0.20.2

# As geckodriver: not optimised, it compiles in half the time and checks this project in two seconds.
need_cargo_deny() {
  local root
  root="$(cache_folder)/cargo-deny-$CARGO_DENY_VERSION"
  CARGO_DENY="$root/bin/cargo-deny"
  [ -x "$CARGO_DENY" ] && return
  say "Installing cargo-deny $CARGO_DENY_VERSION into $root (once per machine)"
  CARGO_TARGET_DIR="$root/target" cargo install --quiet --debug --locked --root "$root" --version "=$CARGO_DENY_VERSION" cargo-deny >&2 ||
    fail "cargo-deny could not be installed: run 'cargo install --locked --root $root --version $CARGO_DENY_VERSION cargo-deny'"
  rm -rf "$root/target"
}

# Compiles the engine to wasm. The paths of this machine are taken out of it, so that every machine builds the same.
compile() {
  local flags separator=$'\x1f'
  flags="--remap-path-prefix=$(rustc --print sysroot)/lib/rustlib/src/rust=/rust"
  flags+="$separator--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=/registry"
  flags+="$separator--remap-path-prefix=$PWD=/header-verdict"
  # Vectors: twice the speed of SHA-256 and of RSA, and no more bytes.
  flags+="$separator-Ctarget-feature=+simd128"
  # As little inlining as for the smallest size, with all else that makes it fast: as fast as opt-level 3 with all of its
  # inlining, and 35 KB smaller with brotli.
  flags+="$separator-Cllvm-args=-inline-threshold=25"
  CARGO_ENCODED_RUSTFLAGS="$flags" cargo build --quiet --release --lib --locked --target "$TARGET"
}

# Writes the web target of wasm-bindgen into $BUILT/web; slow, so only when the compiled engine changed. The reset
# function gives a fresh instance after a trap, which would otherwise leave the old one unusable.
bind() {
  local compiled="$BUILT/$TARGET/release/header_verdict.wasm" web="$BUILT/web" inputs
  inputs=$(fingerprint "$compiled" Cargo.lock package-lock.json build.sh)
  [ "$(cat "$web/inputs" 2>/dev/null)" = "$inputs" ] && return
  rm -rf "$web"
  "$WASM_BINDGEN" --target web --remove-producers-section --experimental-reset-state-function \
    --out-dir "$web" "$compiled"
  # -O3 is a fifth faster than -Oz and 5 KB larger. Functions of one caller stay functions: inlined, they save 2 KB raw and
  # cost 7 KB with brotli.
  # shellcheck disable=SC2086 # the features are several words
  node_modules/.bin/wasm-opt -O3 --one-caller-inline-max-function-size=50 $WASM_FEATURES ${NAMES:-} "$web/header_verdict_bg.wasm" -o "$web/optimised.wasm"
  mv "$web/optimised.wasm" "$web/header_verdict_bg.wasm"
  local path
  for path in "$PWD" "${CARGO_HOME:-$HOME/.cargo}"; do
    ! LC_ALL=C grep -q -a -F -e "$path" "$web/header_verdict_bg.wasm" || fail "the wasm names a folder of this machine: $path"
  done
  printf '%s\n' "$inputs" >"$web/inputs"
}

# What is linked into the wasm, as a bill of materials beside the bindings, and its licences.
bill() {
  cargo tree --quiet --locked --edges normal,no-proc-macro --target "$TARGET" --no-dedupe --prefix depth --format $'{p}\t{l}\t{r}' |
    node www/sbom.mjs "$(rustc --version)" >"$BUILT/web/sbom.cdx.json"
  cargo metadata --quiet --locked --format-version 1 |
    node www/licences.mjs "$BUILT/web/sbom.cdx.json" >"$BUILT/web/THIRD-PARTY.txt"
}

build() {
  need_tools
  need_wasm_target
  need_wasm_bindgen
  need_npm_packages .
  compile
  bind
  bill
  node www/assemble.mjs "$BUILT/web" dist
}

# The same wasm once more with the names of its functions, which say whose they are.
sizes() {
  BUILT="$BUILT/named"
  CARGO_PROFILE_RELEASE_STRIP=none CARGO_TARGET_DIR="$BUILT" compile
  NAMES=-g bind
  node tests/sizes.mjs dist "$BUILT/web/header_verdict_bg.wasm"
}

# Licences, sources and bans of all dependencies; and known defects, where the list of them can be had.
dependencies() {
  local limit=
  ! has timeout || limit="timeout 90"
  cargo fetch --quiet --locked
  "$CARGO_DENY" --offline check licenses sources bans
  # shellcheck disable=SC2086 # the limit is two words
  if GIT_TERMINAL_PROMPT=0 GIT_HTTP_LOW_SPEED_LIMIT=1000 GIT_HTTP_LOW_SPEED_TIME=20 $limit "$CARGO_DENY" fetch db >/dev/null 2>&1; then
    "$CARGO_DENY" --offline check advisories
  else
    say "Advisories were not checked: https://github.com/RustSec/advisory-db cannot be reached from here."
  fi
}

check() {
  need_chromium
  need_firefox
  need_webkit
  need_components
  need_cargo_deny
  say "== dependencies"
  dependencies
  say "== format"
  cargo fmt --check
  say "== clippy"
  cargo clippy --quiet --locked --all-targets -- -D warnings
  cargo clippy --quiet --locked --lib --target "$TARGET" -- -D warnings
  say "== native tests"
  cargo test --locked
  say "== wasm and browser tests"
  need_npm_packages examples/duckdb
  export NATIVE_REPORT="$BUILT/debug/examples/report" NATIVE_SENTENCES="$BUILT/debug/examples/sentences"
  export MAILBOX="$BUILT/debug/examples/mailbox"
  # One file at a time: the measured times would otherwise measure the other files too.
  node --test --test-concurrency=1 tests/*.test.mjs tests/wasm/*.test.mjs tests/browser/*.test.mjs tests/browser/page/*.test.mjs tests/browser/many/*.test.mjs \
    tests/browser/engines/*.test.mjs
  say "== the same bytes from a second build"
  node --test tests/build/*.test.mjs
}

# Every entry of the archive gets the time of the commit, so that the day of the packing does not show.
release() {
  local seconds=${SOURCE_DATE_EPOCH:-}
  [ -n "$seconds" ] || seconds=$(git log -1 --format=%ct 2>/dev/null) ||
    fail "the time of the release is unknown: build in a checkout of git, or set SOURCE_DATE_EPOCH to the seconds of its commit"
  node www/release.mjs dist dist-release "$seconds"
}

# Fuzzes with libFuzzer, which counts the branches that an input reaches. Stable Rust instruments as well as a nightly
# does; the sanitizers need more than a bare machine has, and look for what code without `unsafe` cannot do.
CARGO_FUZZ_VERSION=0.13.2

fuzz() {
  local root targets target seconds=${2:-60}
  root="$(cache_folder)/cargo-fuzz-$CARGO_FUZZ_VERSION"
  has c++ || debian_install g++ || fail "a C++ compiler is missing: install one (Debian: apt-get install g++; macOS: xcode-select --install)"
  if [ ! -x "$root/bin/cargo-fuzz" ]; then
    say "Installing cargo-fuzz $CARGO_FUZZ_VERSION into $root (once per machine)"
    CARGO_TARGET_DIR="$root/target" cargo install --quiet --locked --root "$root" --version "=$CARGO_FUZZ_VERSION" cargo-fuzz >&2 ||
      fail "cargo-fuzz could not be installed: run 'cargo install --locked --root $root --version $CARGO_FUZZ_VERSION cargo-fuzz'"
    rm -rf "$root/target"
  fi
  export RUSTC_BOOTSTRAP=1
  targets=$("$root/bin/cargo-fuzz" list)
  if [ -n "${1:-}" ]; then
    grep -qxF -e "$1" <<<"$targets" || fail "there is no target '$1': use one of $(tr '\n' ' ' <<<"$targets")"
    targets=$1
  fi
  for target in $targets; do
    mkdir -p "fuzz/corpus/$target" "tests/fuzzing/seeds/$target" "tests/fuzzing/found/$target"
    "$root/bin/cargo-fuzz" run --sanitizer none "$target" "fuzz/corpus/$target" "tests/fuzzing/seeds/$target" \
      "tests/fuzzing/found/$target" -- -max_total_time="$seconds" -max_len=32768 -timeout=20 -print_final_stats=1
  done
}

# The suites of other projects stay outside of this one; each folder is told by the file that is read.
suites() {
  local folder wanted=()
  [ $# -gt 0 ] || fail "name a checkout of https://github.com/ValiMail/arc_test_suite or https://github.com/fastmail/mail-dkim"
  for folder in "$@"; do
    if [ -f "$folder/tests/arc-draft-validation-tests.yml" ]; then
      HEADER_VERDICT_ARC_SUITE=$(cd "$folder" && pwd)
      export HEADER_VERDICT_ARC_SUITE
      wanted+=(the_arc_suite)
    elif [ -f "$folder/t/verifier.t" ]; then
      HEADER_VERDICT_MAIL_DKIM=$(cd "$folder" && pwd)
      export HEADER_VERDICT_MAIL_DKIM
      wanted+=(mail_dkims_corpus)
    else
      fail "$folder holds neither tests/arc-draft-validation-tests.yml nor t/verifier.t"
    fi
  done
  cargo test --quiet --locked --test suites -- --ignored --nocapture "${wanted[@]}"
}

# mailauth and dkimpy, which the engine is held against: each by its own lock file.
need_verifiers() {
  local lock root
  need_npm_packages tests/compare
  lock=tests/compare/requirements.txt
  has python3 && python3 -c 'import venv, ensurepip' 2>/dev/null || debian_install python3 python3-venv ||
    fail "Python is missing: install it (Debian: apt-get install python3 python3-venv; macOS: brew install python)"
  root="$(cache_folder)/dkimpy-$(fingerprint "$lock" | cut -c1-16)"
  PYTHON="$root/bin/python"
  [ -f "$root/complete" ] && return
  say "Installing dkimpy by $lock into $root (once per machine)"
  rm -rf "$root"
  python3 -m venv "$root" >&2 && "$PYTHON" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" >&2 ||
    fail "dkimpy could not be installed: see the lines above"
  touch "$root/complete"
}

compare() {
  build
  need_chromium
  need_verifiers
  program compare
  local sets="$BUILT/compare"
  "$PROGRAM" sets "$sets"
  node tests/compare/compare.mjs "$PROGRAM" "$PYTHON" "$sets" "$@"
}

differential() {
  local number=${1:-6000} seed=${2:-1}
  need_verifiers
  program differential
  local folder="$BUILT/differential"
  rm -rf "$folder"
  "$PROGRAM" write "$folder" "$number" "$seed"
  node tests/differential/mailauth.mjs "$folder"
  PYTHONDONTWRITEBYTECODE=1 "$PYTHON" tests/differential/said.py "$folder"
  "$PROGRAM" judge "$folder"
}

large() {
  local megabytes=${1:-1000} folder="$BUILT/large"
  build
  need_chromium
  mkdir -p "$folder"
  mailbox "$megabytes" "$folder/large.mbox"
  node tests/browser/large.mjs "$folder/large.mbox"
  rm -rf "$folder"
}

scale() {
  local generator rows
  build
  need_npm_packages examples/duckdb
  program mailbox
  generator=$PROGRAM
  program rows
  rows=$PROGRAM
  [ $# -gt 0 ] || set -- 1000 10000 100000 1000000
  node tests/scale.mjs "$generator" "$rows" "$BUILT/scale" "$@"
}

# A program of the tests, compiled for speed. Its path is in $PROGRAM.
program() {
  need_tools
  cargo build --quiet --locked --profile native --example "$1"
  PROGRAM="$BUILT/native/examples/$1"
}

# The same arguments write the same bytes on every machine.
mailbox() {
  case "${1:-}" in '' | *[!0-9]*) fail "say how many megabytes: ./build.sh mailbox 1000 all.mbox" ;; esac
  [ -n "${2:-}" ] || fail "name the file to write: ./build.sh mailbox 1000 all.mbox"
  program mailbox
  "$PROGRAM" --megabytes "$1" --truth "$2.truth.tsv" --keys "$2.keys.json" "$2"
}

case "${1:-build}" in
build) build ;;
serve)
  build
  node www/serve.mjs dist "${2:-8080}"
  ;;
test)
  build
  check
  ;;
measure)
  build
  need_chromium
  node tests/browser/measure.mjs
  ;;
sizes)
  build
  sizes
  ;;
release)
  build
  release
  ;;
data)
  need_tools
  cargo run --quiet --locked --example data -- "${@:2}"
  ;;
keys)
  need_tools
  cargo run --quiet --locked --profile native --example keys -- "${@:2}"
  ;;
suites)
  need_tools
  suites "${@:2}"
  ;;
fuzz)
  need_tools
  fuzz "${@:2}"
  ;;
compare) compare "${@:2}" ;;
differential)
  need_tools
  differential "${@:2}"
  ;;
mailbox) mailbox "${@:2}" ;;
large) large "${@:2}" ;;
scale) scale "${@:2}" ;;
screenshots)
  build
  need_chromium
  node tests/browser/screenshots.mjs dist-screenshots
  ;;
*) fail "there is no command '$1': use one of $(sed -n 's/^#   .\/build.sh \([a-z]\{1,\}\).*/\1/p' build.sh | tr '\n' ' ')" ;;
esac
