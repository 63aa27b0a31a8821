import { gzipSync } from 'node:zlib'
import type { Plugin, Rollup } from 'vite'

/**
 * Fails the build when the script that the first page needs, compressed, outgrows its budget. What a route
 * loads later does not count.
 */
export function sizeBudget(budget: { app: string; firstLoadBytes: number }): Plugin {
  return {
    name: 'catatduit-size-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      // The entry is there to be quick; the app comes by itself at once.
      const isFirst = ({ isEntry, moduleIds }: Rollup.OutputChunk): boolean =>
        isEntry || moduleIds.some((id) => id.endsWith(`/${budget.app}`))
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const first = new Set(chunks.filter(isFirst).flatMap((chunk) => reachable(chunk, chunks)))
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
