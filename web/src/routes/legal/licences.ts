import { isRecord, Unreachable } from '../../api/problem'

export interface Package {
  readonly name: string
  readonly version: string
  /** An SPDX expression. */
  readonly licence: string
  readonly part: 'app' | 'box'
  readonly texts: readonly string[]
}

/** The list that the build left beside the app's files. */
export async function fetchLicences(signal: AbortSignal): Promise<Package[]> {
  let response: Response
  try {
    response = await fetch('/licences.json', { signal })
  } catch (error) {
    throw signal.aborted ? error : new Unreachable()
  }
  if (!response.ok) throw new Unreachable()
  return packagesIn(await response.json())
}

export function packagesIn(list: unknown): Package[] {
  if (!isRecord(list) || !Array.isArray(list['packages']) || !Array.isArray(list['texts'])) return []
  const texts: unknown[] = list['texts']
  return list['packages'].filter(isRecord).map((one) => ({
    name: String(one['name']),
    version: String(one['version']),
    licence: String(one['licence']),
    part: one['part'] === 'app' ? 'app' : 'box',
    texts: (Array.isArray(one['texts']) ? one['texts'] : [])
      .map((place: unknown) => (typeof place === 'number' ? texts[place] : undefined))
      .filter((text) => typeof text === 'string'),
  }))
}

/** Those whose name or licence has all the words in it. */
export function found(packages: readonly Package[], words: string): Package[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return packages.filter(({ name, licence }) => {
    const text = `${name} ${licence}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
