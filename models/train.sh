#!/bin/sh
# Makes the model anew: writes the corpus, shows it as the nets see it, trains both nets and fits what their
# confidence means. The same seed on the same machine gives the same weights; two cores need less than an hour.
#
#   models/train.sh [--seed N] [--generated N] [--epochs N] [--refine N] [--from FILE] [--data DIR] [--out DIR]
#                   [--profile NAME]
#
#   --seed N        what chance is drawn from (1)
#   --generated N   messages made from frames (120000)
#   --epochs N      passes over all messages (2)
#   --refine N      passes over the hand-written ones after that (6)
#   --from FILE     learn on from these weights, at half the rate, rather than from chance; beside them lie
#                   second.safetensors and manifest.json
#   --data DIR      where the messages are written (target/model-data)
#   --out DIR       where both nets and manifest.json are written (models/weights, which the binary carries).
#                   Confidence is fitted for those alone: it is the binary's own nets that are asked
#   --profile NAME  cargo's profile (release)
set -eu
cd "$(dirname "$0")/.."

seed=1 generated=120000 epochs=2 refine=6 from='' data=target/model-data out=models/weights profile=release
while [ $# -gt 0 ]; do
  if [ $# -lt 2 ]; then
    sed -n '2,17s/^# \{0,1\}//p' "$0" >&2
    exit 2
  fi
  case $1 in
    --seed) seed=$2 ;;
    --generated) generated=$2 ;;
    --epochs) epochs=$2 ;;
    --refine) refine=$2 ;;
    --from) from=$2 ;;
    --data) data=$2 ;;
    --out) out=$2 ;;
    --profile) profile=$2 ;;
    *)
      sed -n '2,17s/^# \{0,1\}//p' "$0" >&2
      exit 2
      ;;
  esac
  shift 2
done

# The web app is no part of it.
export CATATDUIT_SKIP_WEB=1

# trainer NAME ARGUMENTS…: one of the programs that only exist for training.
trainer() {
  program=$1
  shift
  cargo run --quiet --locked --profile "$profile" --package catatduit-nlu --features train --bin "$program" -- "$@"
}

# The box's own binary, built anew where what it carries changed.
catatduit() {
  cargo run --quiet --locked --profile "$profile" --bin catatduit -- "$@"
}

echo "==> corpus"
trainer corpus --seed "$seed" --generated "$generated" --out "$data"
for name in generated messages calibration; do
  echo "==> $name as the net sees it"
  catatduit model view "$data/$name.jsonl" >"$data/$name.view"
done
echo "==> training"
# Elsewhere first: a run that ends early leaves no net beside the manifest of another.
trainer train "$data" "$data/made" --seed "$seed" --epochs "$epochs" --copies 2 --refine "$refine" \
  ${from:+--from "$from" --rate 1e-3}
mkdir -p "$out"
mv "$data/made/net.safetensors" "$data/made/second.safetensors" "$data/made/manifest.json" "$out/"
if [ "$(cd "$out" && pwd -P)" = "$(cd models/weights && pwd -P)" ]; then
  echo "==> what confidence means"
  catatduit model calibrate "$data/calibration.jsonl" --manifest "$out/manifest.json"
else
  echo "==> confidence is not fitted: the binary carries the nets of models/weights"
fi
