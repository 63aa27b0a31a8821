import * as calls from '../api/calls'
import type { Member } from '../api/types'
import { Resource } from './resource.svelte'
import { session } from './session.svelte'

/** Who is in the family, for pages that let somebody be chosen. */
class People {
  readonly #members = new Resource<Member[]>((signal) => calls.members(signal))

  constructor() {
    session.onleave(() => {
      this.#members.clear()
    })
  }

  get all(): Member[] {
    return this.#members.data ?? []
  }

  /** Asked for by each page that needs them: new members are rare, and known then. */
  async load(): Promise<void> {
    await this.#members.load()
  }
}

export const people = new People()
