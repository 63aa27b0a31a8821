# Recipes for the people who work on the house. `just` lists them. Each calls a script or a tool that works
# without `just` too.

_list:
    @just --list --unsorted

# The box as it is shipped, built anew where its sources changed, with an example family.
demo:
    cargo run --release -- serve --demo

# The box for work on the web app: the API here, and Vite on port 5173 which forwards /api to it.
dev:
    #!/usr/bin/env bash
    CATATDUIT_SKIP_WEB=1 cargo run -- serve --demo &
    trap 'kill $!' EXIT
    npm --prefix web run dev

# Everything that the tests' command runs. `just test --fast` leaves the browser out, `--full` adds the static builds.
test *options:
    bash tests/run {{ options }}

# Types only: the quickest answer.
check:
    cargo check --workspace --all-targets

# Formatting and lints, Rust and web.
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    npm --prefix web run lint

# Formats every source.
fmt:
    cargo fmt --all

# The guards that keep the house in shape: imports, file budget, documents.
tidy:
    cargo test --test catatduit tidy

# The contract: docs/openapi.json, and the web app's typed client made from it.
spec:
    CATATDUIT_SKIP_WEB=1 cargo run --quiet -- openapi > docs/openapi.json
    npm --prefix web run client

# The web app alone, into web/dist.
web:
    npm --prefix web ci
    npm --prefix web run build

# Statically linked release binaries in target/dist: x86_64 and aarch64, each tried in an empty root.
dist:
    bash packaging/dist.sh x86_64
    bash packaging/dist.sh aarch64

# Measures the limits that docs/performance.md lists.
bench *options:
    cargo bench {{ options }}

# How well the shipped model understands held-out messages: figures, never the messages.
eval:
    CATATDUIT_SKIP_WEB=1 cargo run --release --quiet -- model eval models/holdout --by-phenomenon

# The model's weights anew from its corpus, within an hour: `just train --seed 2`.
train *options:
    sh models/train.sh {{ options }}

# Exactly what CI runs.
ci:
    CI=true bash .ci/run
