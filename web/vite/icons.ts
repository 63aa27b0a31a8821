import type { Plugin } from 'vite'

const ICON = /\/@lucide\/svelte\/dist\/icons\/[^/]+\.svelte$/
const DRAWING = /^const iconData = (\{.*\});?$/m

/** As the package writes it: the tag of each line and its attributes. */
interface Drawing {
  readonly node: readonly (readonly [string, Readonly<Record<string, string>>])[]
}

/**
 * Makes each icon a plain drawing. The package's own component puts it together attribute by attribute while the page
 * runs, which a phone takes longer for than for the rest of a row.
 */
export function icons(): Plugin {
  return {
    name: 'catatduit-icons',
    enforce: 'pre',
    transform: {
      filter: { id: ICON },
      handler(code, id) {
        const found = DRAWING.exec(code)?.[1]
        if (found === undefined) throw new Error(`${id} is no longer drawn as before`)
        const { node } = JSON.parse(found) as Drawing
        return { code: drawn(node), map: null }
      },
    },
  }
}

function drawn(node: Drawing['node']): string {
  const lines = node.map(([tag, attributes]) => {
    const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)
    return `<${tag} ${written.join(' ')} />`
  })
  // As text: for a number, the browser's own object is looked through for a property of that name.
  return `<script>const { size = 24 } = $props()</script>
<svg class="lucide" width={String(size)} height={String(size)} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${lines.join('')}</svg>
`
}
