import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

/**
 * Fails the build when the script that the first page needs, compressed, outgrows its budget. What a route
 * loads later does not count.
 */
export function sizeBudget(budget: { firstLoadBytes: number }): Plugin {
  return {
    name: 'catatduit-size-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const first = new Set(
        chunks.filter((chunk) => chunk.isEntry).flatMap((chunk) => reachable(chunk, chunks)),
      )
      const bytes = [...first].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0)
      this.info(
        `first load: ${String(bytes)} bytes of compressed script of ${String(budget.firstLoadBytes)} allowed`,
      )
      if (bytes > budget.firstLoadBytes) this.error('the first load is over its size budget')
    },
  }
}

/** The chunk and everything it imports at once, through any depth. */
function reachable(entry: Rollup.OutputChunk, chunks: Rollup.OutputChunk[]): Rollup.OutputChunk[] {
  const found = new Set([entry])
  for (const chunk of found) {
    for (const imported of chunks) if (chunk.imports.includes(imported.fileName)) found.add(imported)
  }
  return [...found]
}
