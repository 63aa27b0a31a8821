import { readdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt'])

/** Most of the build, and asked for by nobody but browsers: carried compressed alone, three times smaller. */
const ONLY_COMPRESSED = new Set(['.js', '.css', '.json'])

/**
 * Writes `.br` and `.gz` beside every compressible file of the build, so that the appliance serves them
 * without spending its own processor on it. A file that would not become smaller gets neither. Of most kinds
 * nothing else stays: the appliance unpacks one for a caller who takes no compression.
 */
export function compress(): Plugin {
  return {
    name: 'catatduit-compress',
    apply: 'build',
    enforce: 'post',
    async writeBundle(output) {
      if (output.dir === undefined) return
      for (const path of await files(output.dir)) {
        if (COMPRESSIBLE.has(extname(path))) await compressFile(path)
      }
    },
  }
}

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path)
  const brotli = await promisify(brotliCompress)(content, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  })
  const zipped = await promisify(gzip)(content, { level: 9 })
  if (brotli.length < content.length) await writeFile(`${path}.br`, brotli)
  if (zipped.length < content.length) {
    await writeFile(`${path}.gz`, zipped)
    if (ONLY_COMPRESSED.has(extname(path))) await unlink(path)
  }
}
