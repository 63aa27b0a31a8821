// The figures of what ships, as models/figures.md has them: every labelled set that nothing was learnt from, and the
// calibration set where it is given. It prints figures, never a message.
//
//   node models/figures.mjs CATATDUIT [--calibration FILE.jsonl] > models/figures.md
//
// CATATDUIT is the built program. `corpus --generated 0 --out DIR` writes the calibration set (models/corpus/README.md).

import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AIM, ASKED_FOR, at, counts, every, interval, percent, read, share } from "./coverage.mjs";

const HOLDOUT = join(dirname(fileURLToPath(import.meta.url)), "holdout");
/** By writers who knew the capture contract and not the program, in the order they were written. */
const BY_STRANGERS = readFileSync(join(HOLDOUT, "by-strangers.txt"), "utf8").trim().split("\n");
/** May be looked at, and counts for nothing. */
const DEVELOPMENT = "development";
const FIGURES = [
  "exact record",
  "exact transaction",
  "kind",
  "type",
  "amount",
  "category",
  "wallet",
  "date",
  "several all right",
  "saved unasked",
  "wrong among saved",
  "asked as it must",
  "amount off unasked",
];
const STEPS = [0, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95];

function evaluated(program, files) {
  const asked = ["model", "eval", ...files, "--by-phenomenon", "--json"];
  const { stdout, stderr, status } = spawnSync(program, asked, { maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(String(stderr));
  return JSON.parse(String(stdout));
}

const some = (figure) =>
  figure === undefined ? "" : `${percent(figure.right, figure.of)}% (${figure.right}/${figure.of})`;
const whole = (figure) =>
  figure === undefined ? " | " : `${some(figure)} | ${interval(figure.right, figure.of)}`;
const line = (cells) => `| ${cells.join(" | ")} |`;
const head = (cells) => `${line(cells)}\n|${cells.map(() => "---").join("|")}|`;

/** One column a set. */
function table(sets, cell) {
  console.log(head(["figure", ...sets.map(({ name, score }) => `${name} (${score.messages})`)]));
  for (const figure of FIGURES)
    console.log(line([figure, ...sets.map(({ score }) => cell(score.figures[figure]))]));
  console.log();
}

function withIntervals(sets) {
  console.log(head(["figure", ...sets.flatMap(({ name, score }) => [`${name} (${score.messages})`, "95%"])]));
  for (const figure of FIGURES)
    console.log(line([figure, ...sets.map(({ score }) => whole(score.figures[figure]))]));
  console.log();
}

function byPhenomenon({ name, score }) {
  console.log(`${name}:\n`);
  console.log(head(["phenomenon", "n", "exact", "95%", "saved", "wrong"]));
  const rows = Object.entries(score.phenomena).map(([phenomenon, figures]) => {
    const exact = figures["exact record"];
    const [saved, wrong] = [figures["saved unasked"]?.right ?? 0, figures["wrong among saved"]?.right ?? 0];
    return { phenomenon, exact, saved, wrong, share: exact.right / exact.of };
  });
  rows.sort((one, other) => one.share - other.share || one.phenomenon.localeCompare(other.phenomenon));
  for (const { phenomenon, exact, saved, wrong } of rows)
    console.log(
      line([
        phenomenon,
        exact.of,
        `${percent(exact.right, exact.of)}%`,
        interval(exact.right, exact.of),
        saved,
        wrong,
      ]),
    );
  console.log();
}

function confidence({ name, rows }) {
  console.log(`${name}:\n`);
  console.log(head(["confidence from", "n", "told", "right", "95%"]));
  STEPS.forEach((from, nth) => {
    const open = rows.filter(
      (row) => row.open && row.confidence >= from && row.confidence < (STEPS[nth + 1] ?? 2),
    );
    if (open.length === 0) return;
    const told = open.reduce((sum, row) => sum + row.confidence, 0);
    const right = open.filter((row) => !row.wrong).length;
    console.log(
      line([
        from.toFixed(2),
        open.length,
        `${percent(told, open.length)}%`,
        `${percent(right, open.length)}%`,
        interval(right, open.length),
      ]),
    );
  });
  console.log();
}

function savedAndWrong(sets) {
  console.log(head(["asked for", ...sets.map(({ name }) => name)]));
  for (const least of ASKED_FOR) {
    const cell = ({ rows }) => {
      const { transactions, all, wrong, of } = at(rows, least);
      return `${percent(transactions, of)}%, ${percent(wrong, all)}% (${wrong}/${all})`;
    };
    console.log(line([least, ...sets.map(cell)]));
  }
  console.log();
  const told = ({ least, transactions, of, wrong, all }) =>
    `${percent(transactions, of)}% saved (${transactions}/${of}), ${percent(wrong, all)}% wrong (${wrong}/${all}), from ${least}`;
  console.log(
    head(["messages", "most saved with two in a hundred wrong", "strictest with four in five saved"]),
  );
  for (const { name, rows } of sets) {
    const points = every(rows);
    const most = points.find((point) => share(point) <= AIM.wrong);
    const strictest = points.findLast((point) => point.transactions >= AIM.saved * point.of);
    console.log(line([name, most ? told(most) : "none", strictest ? told(strictest) : "none"]));
  }
  console.log();
}

function main() {
  const [program, ...rest] = process.argv.slice(2);
  const given = rest.indexOf("--calibration");
  const calibration = given < 0 ? undefined : rest[given + 1];
  if (program === undefined) {
    console.error("node models/figures.mjs CATATDUIT [--calibration FILE.jsonl] > models/figures.md");
    process.exit(2);
  }
  const file = (name) => join(HOLDOUT, `${name}.jsonl`);
  const older = readdirSync(HOLDOUT)
    .filter((name) => name.endsWith(".jsonl"))
    .map((name) => basename(name, ".jsonl"))
    .filter((name) => !BY_STRANGERS.includes(name) && name !== DEVELOPMENT);
  const set = (name, files) => ({
    name,
    score: evaluated(program, files),
    rows: files.flatMap((file) => read(program, file)),
  });
  const single = BY_STRANGERS.map((name) => set(name, [file(name)]));
  const all = [set("all of these", BY_STRANGERS.map(file)), set("older holdout", older.map(file))];
  if (calibration !== undefined) all.push(set("calibration", [calibration]));
  console.log(`# Figures of what ships

Written by \`node models/figures.mjs\`, with a built program; [the holdout's page](holdout/README.md) says who wrote each set and
what each figure counts, [the model card](README.md) what they mean. In brackets right of all; intervals are Wilson's, at
95%. Saved is what reaches a confidence of 0.85 and leaves no doubt.

## Each set by itself
`);
  table(single, some);
  console.log("## Together\n");
  withIntervals(all);
  console.log("## By phenomenon\n");
  for (const one of all.slice(0, 2)) byPhenomenon(one);
  console.log("## What confidence means\n");
  for (const one of all) confidence(one);
  console.log("## Saved and wrong\n");
  console.log(
    "In each cell the share of transaction messages saved, and of those saved the share that is wrong.\n",
  );
  savedAndWrong(all);
  console.log(
    "What is wrong in those saved wrongly (the first that is wrong of kind, items, amount, type, category, wallet):\n",
  );
  for (const { name, rows } of all) console.log(`- ${name}: ${counts(rows, "cause") || "nothing"}`);
}

main();
