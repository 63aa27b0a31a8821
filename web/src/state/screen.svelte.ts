import { MediaQuery } from 'svelte/reactivity'

const WIDE = new MediaQuery('width >= 900px')
const VERY_WIDE = new MediaQuery('width >= 1120px')

/** How much room there is: the same bounds as the stylesheets use. */
export const screen = {
  /** The menu stands at the left and the chat line at the top. */
  get wide(): boolean {
    return WIDE.current
  },
  /** A list leaves room for its detail beside it. */
  get hasAside(): boolean {
    return VERY_WIDE.current
  },
}
