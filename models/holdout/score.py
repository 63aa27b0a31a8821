#!/usr/bin/env python3
"""Scores a built binary on labelled messages in the capture contract's form.

    python3 models/holdout/score.py BINARY                    the holdout (never the development file)
    python3 models/holdout/score.py BINARY FILE.jsonl ...     these files
    ... --by-phenomenon     one row per phenomenon
    ... --failures          every message not exactly right; refused for holdout files
    ... --json              the figures as one JSON object

Only the standard library. All messages go through one run of `BINARY parse`, one a line.
Exit 0: scored. 2: wrong arguments or a file that is not in form. 3: the binary failed.
"""

import argparse
import json
import math
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
DEVELOPMENT = HERE / "development.jsonl"
# The family's Sunday that every label was decided for.
NOW = "2026-11-22T10:00:00+07:00"
THRESHOLD = 0.85
KINDS = {"transaction", "query", "other"}


def stop(code, why):
    print(f"score.py: {why}", file=sys.stderr)
    sys.exit(code)


def labelled(path):
    """The labelled messages of one file, each checked for its form."""
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        stop(2, f"{path}: {error.strerror}")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            good = isinstance(row["text"], str) and row["kind"] in KINDS
            good = good and all({"type", "amount", "category", "wallet", "to_wallet", "date"} <= set(item)
                                for item in row["transactions"])
            good = good and (row["kind"] == "transaction") == bool(row["transactions"])
        except (ValueError, KeyError, TypeError):
            good = False
        if not good:
            stop(2, f"{path}:{number}: not a labelled message in the capture contract's form")
        row.setdefault("phenomenon", path.stem)
        rows.append(row)
    return rows


def read_by(binary, rows):
    """What the binary understands, in the order of the rows."""
    # A line is a message: breaks inside it travel as backslash and n.
    sent = "".join(row["text"].replace("\n", "\\n") + "\n" for row in rows)
    try:
        run = subprocess.run([binary, "parse", "--now", NOW], input=sent, capture_output=True,
                             encoding="utf-8", check=False)
    except OSError as error:
        stop(3, f"{binary}: {error.strerror}")
    if run.returncode != 0:
        stop(3, f"{binary} ended with {run.returncode}: {run.stderr.strip()[-300:]}")
    answers = [json.loads(line) for line in run.stdout.splitlines() if line.strip()]
    if len(answers) != len(rows):
        stop(3, f"{len(rows)} messages sent, {len(answers)} readings came back")
    return answers


def ends(item):
    return (item["wallet"], item["to_wallet"])


FIELDS = {
    "type": lambda item: item["type"],
    "amount": lambda item: item["amount"],
    "category": lambda item: item["category"],
    "wallet": ends,
    "date": lambda item: item["date"],
}
# The day is reported but not part of the record's exactness.
RECORD = ("type", "amount", "category", "wallet")


def whole(items):
    # Items in another order are the same record.
    return sorted(json.dumps([FIELDS[name](item) for name in RECORD]) for item in items)


def pairs(gold, got):
    """Gold items with the item read for them: the likest first, so one missing item does not shift the rest."""
    left = list(got)
    chosen = [None] * len(gold)
    likeness = sorted(
        ((-sum((2 if name == "amount" else 1) for name in FIELDS if FIELDS[name](a) == FIELDS[name](b)), i, j)
         for i, a in enumerate(gold) for j, b in enumerate(got)))
    used = set()
    for _, i, j in likeness:
        if chosen[i] is None and j not in used:
            chosen[i] = left[j]
            used.add(j)
    return list(zip(gold, chosen))


def judge(row, answer):
    """Every figure of one message: name -> (right, of)."""
    gold, got = row["transactions"], answer["transactions"] if answer["kind"] == "transaction" else []
    exact = row["kind"] == answer["kind"] and whole(gold) == whole(got)
    marks = {"exact record": (exact, 1), "kind": (row["kind"] == answer["kind"], 1)}
    if gold:
        matched = pairs(gold, got)
        for name, of in FIELDS.items():
            # A missing item is wrong in every field; an extra one is caught by the exact record.
            marks[name] = (sum(b is not None and of(a) == of(b) for a, b in matched), len(matched))
        marks["exact transaction"] = (exact, 1)
        if len(gold) > 1:
            marks["several all right"] = (exact, 1)
    saved = answer["kind"] == "transaction" and answer["confidence"] >= THRESHOLD and not answer.get("doubts")
    if gold:
        marks["saved unasked"] = (saved, 1)
    if row.get("asked"):
        marks["asked as it must"] = (not saved, 1)
    if saved:
        # Assuming what had to be asked is wrong even when the guess was good.
        marks["wrong among saved"] = (not exact or row.get("asked", False), 1)
    return exact, marks


def interval(right, of):
    """The 95% Wilson interval, in per cent."""
    z, p = 1.96, right / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


ORDER = ("exact record", "exact transaction", "kind", "type", "amount", "category", "wallet", "date", "several all right",
         "saved unasked", "wrong among saved", "asked as it must")


def show(title, sums):
    print(f"{title}")
    for name in ORDER:
        right, of = sums.get(name, (0, 0))
        if of:
            low, high = interval(right, of)
            print(f"  {name:<18} {100 * right / of:6.1f}%  {right:>5}/{of:<5}  [{low:.1f}, {high:.1f}]")


def main():
    arguments = argparse.ArgumentParser(description="Scores a binary on labelled messages.")
    arguments.add_argument("binary")
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--by-phenomenon", action="store_true")
    arguments.add_argument("--failures", action="store_true")
    arguments.add_argument("--json", action="store_true")
    chosen = arguments.parse_args()
    files = chosen.files or sorted(path for path in HERE.glob("*.jsonl") if path != DEVELOPMENT)
    held_out = [path for path in files if path.resolve().parent == HERE and path.resolve() != DEVELOPMENT]
    if chosen.failures and held_out:
        stop(2, "failures are not shown for the holdout: nobody tunes on it. Use development.jsonl.")
    rows = [row for path in files for row in labelled(path)]
    if not rows:
        stop(2, "no labelled messages")
    total, groups = defaultdict(lambda: (0, 0)), defaultdict(lambda: defaultdict(lambda: (0, 0)))
    failed = []
    for row, answer in zip(rows, read_by(chosen.binary, rows)):
        exact, marks = judge(row, answer)
        if not exact:
            failed.append((row, answer))
        for name, (right, of) in marks.items():
            for sums in (total, groups[row["phenomenon"]]):
                sums[name] = (sums[name][0] + int(right), sums[name][1] + of)
    if chosen.json:
        print(json.dumps({"messages": len(rows), "figures": total, "phenomena": groups}, ensure_ascii=False))
        return
    show(f"{len(rows)} messages", total)
    if chosen.by_phenomenon:
        print(f"\n{'phenomenon':<24}{'n':>5}{'exact':>8}{'saved':>8}{'wrong':>8}")
        for name, sums in sorted(groups.items(), key=lambda pair: pair[1]["exact record"][0] / pair[1]["exact record"][1]):
            exact, n = sums["exact record"]
            wrong, saved = sums.get("wrong among saved", (0, 0))
            print(f"{name:<24}{n:>5}{100 * exact / n:>7.1f}%{saved:>8}{wrong:>8}")
    if chosen.failures:
        for row, answer in failed:
            print(f"\n[{row['phenomenon']}] {row['text']!r}")
            for word, kind, items in (("gold", row["kind"], row["transactions"]),
                                      ("read", answer["kind"], answer["transactions"])):
                told = "; ".join(" ".join(str(FIELDS[name](item)) for name in RECORD) for item in items)
                print(f"  {word} {kind}: {told}")
            print(f"  confidence {answer['confidence']} doubts {[doubt['kind'] for doubt in answer.get('doubts', [])]}")


if __name__ == "__main__":
    main()
