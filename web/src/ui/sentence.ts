import { Unreachable, type Failure } from '../api/problem'
import type { Words } from '../words/id'

/** What happened and what to do, for a person. The appliance's own words are already in their language. */
export function sentence(failure: Failure, words: Words): string {
  if (failure instanceof Unreachable) return words.failure.unreachable
  const fields = Object.values(failure.fields)
  const said = [failure.title, fields.length === 0 ? failure.detail : fields.join(' ')]
  return said.filter((part) => part !== '').join(' ') || words.failure.unknown
}
