/** What a person can do about a call that failed decides which of the two it is. */
export type Failure = Refused | Unreachable

/** The appliance answered, and said no. */
export class Refused extends Error {
  override readonly name = 'Refused'

  constructor(
    readonly status: number,
    /** Which rule said no, for programs: `stale`, `invalid`. */
    readonly code: string,
    /** A sentence for the person, in their language; empty when the answer was no problem document. */
    readonly title: string,
    readonly detail: string,
    /** Why each field was refused, by its name in the request. */
    readonly fields: Readonly<Record<string, string>>,
  ) {
    super(title)
  }

  /** Asked again, it would say the same: neither out of order nor too busy. */
  get isFinal(): boolean {
    return this.status < 500 && this.status !== 429
  }

  static from(status: number, body: unknown): Refused {
    const problem = isRecord(body) ? body : {}
    const errors = Array.isArray(problem['errors']) ? problem['errors'] : []
    const fields: Record<string, string> = {}
    for (const error of errors) {
      if (isRecord(error)) fields[textOf(error['field'])] = textOf(error['why'])
    }
    return new Refused(
      status,
      textOf(problem['code']),
      textOf(problem['title']),
      textOf(problem['detail']),
      fields,
    )
  }
}

/** No answer came: the box is off, or the network is away. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/** The call was given up because a newer one took its place. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
