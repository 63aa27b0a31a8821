// How many messages are saved without a question, and how many of those wrongly, at each confidence that may be asked
// for: the curves and tables under "Saved and wrong" in models/README.md. It prints figures, never a message.
//
//   node models/coverage.mjs CATATDUIT [--plot FILE.svg] FILE.jsonl...
//
// CATATDUIT is the built program; each file is a set of labelled messages, as `catatduit model eval` reads them.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

// The labels were decided for this moment.
const NOW = "2026-11-22T10:00:00+07:00";
export const ASKED_FOR = [0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.975];
export const AIM = { saved: 0.8, wrong: 0.02 };
const COLOURS = ["#16A085", "#C0392B", "#3498DB", "#8E44AD", "#7F8C8D", "#D68910"];

const record = (item) =>
  JSON.stringify([item.type, item.amount, item.category, item.wallet ?? null, item.to_wallet ?? null]);
const same = (one, other) => one.map(record).sort().join() === other.map(record).sort().join();

/** Every message of a file: its label, and how the program reads it. */
export function read(program, file) {
  const labels = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line.trim())
    .map((line) => JSON.parse(line));
  const input = labels.map((label) => label.text.replaceAll("\n", "\\n") + "\n").join("");
  const { stdout, status } = spawnSync(program, ["parse", "--now", NOW], { input, maxBuffer: 1 << 28 });
  const answers = String(stdout)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  if (status !== 0 || answers.length !== labels.length)
    throw new Error(`${file}: the program did not answer each message`);
  return labels.map((label, at) => judged(label, answers[at], basename(file, ".jsonl")));
}

function judged(label, answer, file) {
  const items = answer.kind === "transaction" ? answer.transactions : [];
  const exact = label.kind === answer.kind && same(label.transactions ?? [], items);
  return {
    transaction: label.kind === "transaction",
    // What is asked whatever the confidence is never saved.
    open: answer.kind === "transaction" && answer.doubts.length === 0,
    confidence: answer.confidence,
    wrong: !exact || label.asked === true,
    cause: exact ? "had to be asked" : cause(label, answer.kind, items),
    phenomenon: label.phenomenon ?? file,
  };
}

/** The first of kind, items, type, amount, category and wallet that is wrong. */
function cause(label, kind, items) {
  if (label.kind !== kind) return "kind";
  const gold = label.transactions;
  if (gold.length < items.length) return "an item too many";
  if (gold.length > items.length) return "an item missing";
  const differs = (of) => gold.map(of).sort().join() !== items.map(of).sort().join();
  if (differs((item) => item.amount)) return "amount";
  if (differs((item) => item.type)) return "type";
  return differs((item) => item.category) ? "category" : "wallet";
}

/** Wilson's interval at 95%, in per cent. */
export function interval(count, of) {
  const [z, n] = [1.96, Math.max(of, 1)];
  const p = count / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return `${(100 * Math.max(middle - half, 0)).toFixed(1)}, ${(100 * Math.min(middle + half, 1)).toFixed(1)}`;
}

export const percent = (count, of) => ((100 * count) / Math.max(of, 1)).toFixed(1);
const told = (count, of) => `${percent(count, of)}% (${count}/${of}) | ${interval(count, of)}`;

export function at(rows, least) {
  const saved = rows.filter((row) => row.open && row.confidence >= least);
  const transactions = saved.filter((row) => row.transaction).length;
  const wrong = saved.filter((row) => row.wrong).length;
  return { least, all: saved.length, transactions, wrong, of: rows.filter((row) => row.transaction).length };
}

export const share = (point) => point.wrong / Math.max(point.all, 1);
export const every = (rows) =>
  [...new Set(rows.filter((row) => row.open).map((row) => row.confidence))]
    .sort((a, b) => a - b)
    .map((c) => at(rows, c));

/** What is wrong in those saved wrongly at 0.85, the most frequent first. */
export function counts(rows, key) {
  const count = {};
  for (const row of rows)
    if (row.open && row.confidence >= 0.85 && row.wrong) count[row[key]] = (count[row[key]] ?? 0) + 1;
  return Object.entries(count)
    .sort((a, b) => b[1] - a[1])
    .map(([what, n]) => `${what} ${n}`)
    .join(", ");
}

function report(name, rows) {
  console.log(`\n## ${name}: ${rows.length} messages\n`);
  console.log("| from | saved of transactions | 95% | wrong of those saved | 95% |\n|---|---|---|---|---|");
  for (const point of ASKED_FOR.map((least) => at(rows, least))) {
    const saved = told(point.transactions, point.of);
    console.log(`| ${point.least} | ${saved} | ${point.all ? told(point.wrong, point.all) : "|"} |`);
  }
  const points = every(rows);
  const say = (what, point) =>
    console.log(
      point
        ? `${what}: from ${point.least}, saved ${told(point.transactions, point.of)}, wrong ${told(point.wrong, point.all)}`
        : `${what}: at no confidence`,
    );
  console.log();
  say(
    "most saved with two in a hundred wrong",
    points.find((point) => share(point) <= AIM.wrong),
  );
  say(
    "strictest with four in five saved",
    points.findLast((point) => point.transactions >= AIM.saved * point.of),
  );
  console.log(
    `wrong among saved at 0.85, by what: ${counts(rows, "cause")}\nby phenomenon: ${counts(rows, "phenomenon")}`,
  );
}

/** Saved share across (50 to 100%), wrong among saved up (0 to 10%); the aim is the shaded corner. */
function plot(sets) {
  const across = (saved) => 60 + 7.2 * (100 * saved - 50);
  const up = (wrong) => 370 - 34 * Math.min(100 * wrong, 10);
  const aim = `x="${across(AIM.saved)}" y="${up(AIM.wrong)}" width="${across(1) - across(AIM.saved)}" height="${370 - up(AIM.wrong)}"`;
  let svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 420" font-family="sans-serif" font-size="12">
<rect width="600" height="420" fill="#ffffff"/>
<rect ${aim} fill="#E8F6F3"/>
<path d="M60 370H420M60 370V30" stroke="#555555" fill="none"/>
<text x="240" y="405" text-anchor="middle">saved without asking, per cent of transaction messages</text>
<text x="20" y="200" text-anchor="middle" transform="rotate(-90 20 200)">wrong among those saved, per cent</text>
`;
  for (const tick of [50, 60, 70, 80, 90, 100])
    svg += `<text x="${across(tick / 100)}" y="386" text-anchor="middle">${tick}</text>\n`;
  for (const tick of [0, 2, 4, 6, 8, 10])
    svg += `<text x="52" y="${up(tick / 100) + 4}" text-anchor="end">${tick}</text>\n`;
  sets.forEach(({ name, rows }, nth) => {
    const seen = every(rows).filter((point) => point.transactions >= point.of / 2);
    const line = seen.map(
      (point) => `${across(point.transactions / point.of).toFixed(1)},${up(share(point)).toFixed(1)}`,
    );
    const now = at(rows, 0.85);
    const colour = COLOURS[nth % COLOURS.length];
    svg += `<polyline points="${line.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>
<circle cx="${across(now.transactions / now.of).toFixed(1)}" cy="${up(share(now)).toFixed(1)}" r="4" fill="${colour}"/>
<text x="440" y="${60 + 22 * nth}" fill="${colour}">${name}</text>
`;
  });
  return `${svg}</svg>\n`;
}

function main() {
  const [program, ...rest] = process.argv.slice(2);
  const drawn = rest.indexOf("--plot");
  const picture = drawn < 0 ? undefined : rest.splice(drawn, 2)[1];
  if (program === undefined || rest.length === 0) {
    console.error("node models/coverage.mjs CATATDUIT [--plot FILE.svg] FILE.jsonl...");
    process.exit(2);
  }
  const sets = rest.map((file) => ({ name: basename(file, ".jsonl"), rows: read(program, file) }));
  if (sets.length > 1) sets.push({ name: "all together", rows: sets.flatMap(({ rows }) => rows) });
  for (const { name, rows } of sets) report(name, rows);
  if (picture !== undefined) writeFileSync(picture, plot(sets));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
