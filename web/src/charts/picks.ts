import type { Attachment } from 'svelte/attachments'

/**
 * Calls back with the `data-key` of the part of a drawing that was tapped. The keyboard has a way of its own
 * beside each drawing, so that a drawing's parts need no focus.
 */
export function picks(onpick: (key: string) => void): Attachment<SVGElement> {
  return (drawing) => {
    const onclick = (event: Event): void => {
      const part = event.target instanceof Element ? event.target.closest('[data-key]') : null
      const key = part?.getAttribute('data-key')
      if (key != null) onpick(key)
    }
    drawing.addEventListener('click', onclick)
    return () => {
      drawing.removeEventListener('click', onclick)
    }
  }
}
