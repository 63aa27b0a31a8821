import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Plugin, Rollup } from 'vite'

/** What the page of licences fetches. Each text stands once, however many packages carry it. */
export interface Licences {
  readonly packages: readonly Package[]
  readonly texts: readonly string[]
}

export interface Package {
  readonly name: string
  readonly version: string
  /** An SPDX expression, as the package states it. */
  readonly licence: string
  /** The web app carries it, or the box's program does. */
  readonly part: 'app' | 'box'
  /** Places in `texts`. */
  readonly texts: readonly number[]
}

type Found = Omit<Package, 'texts'> & { readonly texts: readonly string[] }

/** The machines that the box is built for. */
const TARGETS = ['x86_64-unknown-linux-musl', 'aarch64-unknown-linux-musl']

/**
 * Writes `licences.json`: every package that is in the web app's bundle or linked into the program, with its
 * licence and the texts that it asks to be passed on. It is made by the build itself, so it is never out of date.
 */
export function licences(): Plugin {
  const root = resolve(import.meta.dirname, '../..')
  return {
    name: 'catatduit-licences',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_, bundle) {
      const found = [...(await ofBundle(Object.values(bundle))), ...(await ofProgram(root))]
      const source = JSON.stringify(gathered(found))
      this.emitFile({ type: 'asset', fileName: 'licences.json', source })
    },
  }
}

function gathered(found: readonly Found[]): Licences {
  const texts = [...new Set(found.flatMap((one) => one.texts))]
  const places = new Map(texts.map((text, place) => [text, place]))
  const packages = found
    .map((one) => ({ ...one, texts: one.texts.map((text) => places.get(text) ?? 0) }))
    .sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1))
  return { packages, texts }
}

/** The npm packages that a module of the bundle comes from. */
async function ofBundle(files: readonly (Rollup.OutputChunk | Rollup.OutputAsset)[]): Promise<Found[]> {
  const modules = files.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  const folders = new Set(
    modules.flatMap((module) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? []),
  )
  return Promise.all(
    [...folders].map(async (folder) => {
      const told: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
      const { name, version, license } = told as { name: string; version: string; license?: string }
      return { name, version, licence: license ?? '', part: 'app' as const, texts: await textsIn(folder) }
    }),
  )
}

interface Metadata {
  readonly packages: readonly {
    readonly id: string
    readonly name: string
    readonly version: string
    readonly license: string | null
    readonly manifest_path: string
  }[]
  readonly workspace_members: readonly string[]
  readonly resolve: {
    readonly root: string
    readonly nodes: readonly {
      readonly id: string
      readonly deps: readonly {
        readonly pkg: string
        readonly dep_kinds: readonly { kind: string | null }[]
      }[]
    }[]
  }
}

/** The crates that are linked into the program on any of its machines; what only builds or tests it is not. */
async function ofProgram(root: string): Promise<Found[]> {
  const crates = new Map<string, Metadata['packages'][number]>()
  for (const target of TARGETS) {
    for (const one of linked(await metadata(root, target))) crates.set(one.id, one)
  }
  return Promise.all(
    [...crates.values()].map(async ({ name, version, license, manifest_path }) => ({
      name,
      version,
      licence: (license ?? '').replace(/\s*\/\s*/g, ' OR '),
      part: 'box' as const,
      texts: await textsIn(dirname(manifest_path)),
    })),
  )
}

async function metadata(root: string, target: string): Promise<Metadata> {
  const { stdout } = await promisify(execFile)(
    process.env['CARGO'] ?? 'cargo',
    ['metadata', '--format-version', '1', '--locked', '--filter-platform', target],
    { cwd: root, maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(stdout) as Metadata
}

function linked({ packages, workspace_members, resolve: { root, nodes } }: Metadata): Metadata['packages'] {
  const dependencies = new Map(nodes.map(({ id, deps }) => [id, deps]))
  const reached = new Set([root])
  for (const id of reached) {
    for (const { pkg, dep_kinds } of dependencies.get(id) ?? [])
      if (dep_kinds.some(({ kind }) => kind === null)) reached.add(pkg)
  }
  return packages.filter(({ id }) => reached.has(id) && !workspace_members.includes(id))
}

async function textsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|copyright|notice|unlicense)/i.test(entry.name))
    .map(({ name }) => name)
    .sort()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.map((text) => text.replace(/\r\n/g, '\n').trim()).filter((text) => text !== '')
}
