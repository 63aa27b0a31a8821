import type { Plugin, Rollup } from 'vite'

/** One more form of the page: for whom it is, and whose script comes with it. */
export interface Form {
  /** Whether the browser that asks has a session. */
  readonly shell: 'in' | 'out'
  /** The module of the page at this address. */
  readonly route?: string
}

/** Below it, the forms of index.html that the appliance chooses from: src/site.rs. */
export const FORMS = 'pages/'

/**
 * Writes index.html once more for each of `forms`, by its name, so that the browser hears in the first answer of every
 * script that its page will need: without it, each is known only when the one before has run.
 */
export function pages(app: string, forms: Readonly<Record<string, Form>>): Plugin {
  return {
    name: 'catatduit-pages',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = bundle['index.html']
      if (page?.type !== 'asset') throw new Error('the build has no index.html')
      // The bundler's own line for it leaves out that the paint is to wait for it.
      const html = String(page.source).replace(
        '<script type="module"',
        '<script type="module" blocking="render"',
      )
      const scripts = (...modules: readonly string[]): string => linked(modules, Object.values(bundle))
      for (const [name, { shell, route }] of Object.entries(forms)) {
        const source = html
          .replace('<html ', `<html data-shell="${shell}" `)
          .replace('</head>', `${scripts(app, ...(route === undefined ? [] : [route]))}</head>`)
        this.emitFile({ type: 'asset', fileName: `${FORMS}${name}.html`, source })
      }
      page.source = html.replace('</head>', `${scripts(app)}</head>`)
    },
  }
}

/** A line for every script that these modules are in or begin with. */
function linked(
  modules: readonly string[],
  files: readonly (Rollup.OutputChunk | Rollup.OutputAsset)[],
): string {
  const chunks = files.filter((file) => file.type === 'chunk')
  const found = new Set<Rollup.OutputChunk>()
  for (const module of modules) {
    const first = chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith(`/${module}`)))
    if (first === undefined) throw new Error(`no script has ${module} in it`)
    found.add(first)
  }
  for (const chunk of found) {
    for (const imported of chunks) if (chunk.imports.includes(imported.fileName)) found.add(imported)
  }
  return [...found]
    .filter(({ isEntry }) => !isEntry)
    .map(
      ({ fileName }) =>
        `  <link rel="modulepreload" fetchpriority="low" crossorigin href="/${fileName}">\n  `,
    )
    .join('')
}
