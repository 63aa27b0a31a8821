import type { Day, Language } from '../../lib/days'

/** A page to read: what it begins with, and its parts. */
export interface Reading {
  readonly since: Day
  readonly intro: string
  readonly parts: readonly Part[]
}

export interface Part {
  readonly title: string
  readonly text?: string
  readonly points?: readonly string[]
}

/** The same page in each language; it is fetched with the page that shows it. */
export type Readings = Readonly<Record<Language, Reading>>
