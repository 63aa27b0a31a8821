import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../../..')
const REPORT = join(ROOT, 'docs/web-quality.md')

/** Writes a table, and a sentence about it, into the place in the report that bears this name. */
export async function tell(
  name: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  note: string,
): Promise<void> {
  const report = await readFile(REPORT, 'utf8')
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [report.indexOf(begin), report.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/web-quality.md has no place for ${name}`)
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  const told = [begin, '', ...table, '', note, '', ''].join('\n')
  await writeFile(REPORT, report.slice(0, from) + told + report.slice(to))
}
