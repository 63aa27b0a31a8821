import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { build, type Plugin } from 'vite'
import { FORMS } from './pages.ts'

/** Files of `public/` that the app shows itself; the larger icons are for the system alone. */
const SHOWN = /^(manifest\.webmanifest|icons\/(logo\.svg|icon-192\.png))$/

/**
 * Writes `sw.js`, the service worker, with the list of every file that the app consists of. A file of the
 * bundle has its hash in its name; the others get one beside it, so that only what changed is fetched again.
 */
export function serviceWorker(entry: string): Plugin {
  let publicDir = ''
  return {
    name: 'catatduit-service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicDir = config.publicDir
    },
    async generateBundle(_, bundle) {
      const files = Object.values(bundle).filter(({ fileName }) => !fileName.startsWith(FORMS))
      const built = files.map((file) => ({
        url: `/${file.fileName}`,
        revision: file.fileName.startsWith('assets/')
          ? null
          : hashOf(file.type === 'chunk' ? file.code : file.source),
      }))
      const shell = [...built, ...(await shownFiles(publicDir))].sort((a, b) => (a.url < b.url ? -1 : 1))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: await bundled(entry, shell) })
    },
  }
}

interface Shown {
  url: string
  revision: string | null
}

async function shownFiles(folder: string): Promise<Shown[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
  return Promise.all(
    names
      .filter((name) => SHOWN.test(name))
      .map(async (name) => ({ url: `/${name}`, revision: hashOf(await readFile(join(folder, name))) })),
  )
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}

/** The worker as one classic script, which every browser with service workers runs. */
async function bundled(entry: string, shell: Shown[]): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: { SHELL: JSON.stringify(shell), 'process.env.NODE_ENV': '"production"' },
    build: {
      target: 'es2022',
      write: false,
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: 'sw.js' } },
    },
  })
  const outputs = Array.isArray(result) ? result : 'output' in result ? [result] : []
  const script = outputs.flatMap(({ output }) => output).find((file) => file.type === 'chunk')
  if (script === undefined) throw new Error('the service worker came to nothing')
  return script.code
}
