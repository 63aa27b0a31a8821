/** What of an element's look is kept when its drawing leaves the page and its stylesheets. */
const LOOK = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const

const MARGIN = 24
const HEAD = 68
const FOOT = 40
const LINE = 24
/** A legend needs this much to have its figures beside its names. */
const LEAST_WIDTH = 320
/** Sharp on a phone's screen, and no larger than a chat sends as it is. */
const SCALE = 2
/** Long enough for a browser to have taken the file. */
const KEPT_MS = 30_000
const SVG = 'http://www.w3.org/2000/svg'

/** What stands around a drawing, so that it is understood where it ends up. */
export interface Frame {
  readonly title: string
  readonly subtitle: string
  /** A line each under the drawing. */
  readonly legend: readonly { mark: string; name: string; value: string }[]
  readonly foot: string
}

/** A drawing as a picture file, in the colours of the page. */
export async function pictureOf(drawing: SVGSVGElement, frame: Frame): Promise<Blob> {
  // What is not on the screen, as a drawing made for sharing, has no box of its own.
  const width = drawing.clientWidth || drawing.width.baseVal.value
  const height = drawing.clientHeight || drawing.height.baseVal.value
  const size = {
    width: Math.ceil(Math.max(width, LEAST_WIDTH) + 2 * MARGIN),
    height: Math.ceil(HEAD + height + MARGIN + frame.legend.length * LINE + FOOT),
  }
  const page = getComputedStyle(document.documentElement)
  const colour = (name: string): string => page.getPropertyValue(name).trim()
  const font = getComputedStyle(document.body).fontFamily

  const sheet = document.createElementNS(SVG, 'svg')
  set(sheet, { xmlns: SVG, width: size.width, height: size.height, 'font-family': font })
  const ground = document.createElementNS(SVG, 'rect')
  set(ground, { width: size.width, height: size.height, fill: colour('--surface') })
  const copy = dressed(drawing)
  set(copy, { x: (size.width - width) / 2, y: HEAD, width, height })
  sheet.append(
    ground,
    words(frame.title, { x: MARGIN, y: 36, fill: colour('--text'), 'font-size': 20, 'font-weight': 700 }),
    words(frame.subtitle, { x: MARGIN, y: 56, fill: colour('--muted'), 'font-size': 14 }),
    copy,
    ...frame.legend.flatMap(({ mark, name, value }, at) => {
      const y = HEAD + height + MARGIN + at * LINE + LINE / 2
      const plain = { y, fill: colour('--text'), 'font-size': 14 }
      const indent = mark === '' ? 0 : LINE
      return [
        words(mark, { ...plain, x: MARGIN, fill: colour('--muted') }),
        words(name, { ...plain, x: MARGIN + indent }),
        words(value, { ...plain, x: size.width - MARGIN, 'font-weight': 700, 'text-anchor': 'end' }),
      ]
    }),
    words(frame.foot, { x: MARGIN, y: size.height - 18, fill: colour('--muted'), 'font-size': 12 }),
  )
  return drawn(new XMLSerializer().serializeToString(sheet), size)
}

/** A copy that brings its look with it. */
function dressed(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement
  const [originals, copies] = [drawing.querySelectorAll('*'), copy.querySelectorAll('*')]
  originals.forEach((original, at) => {
    const look = getComputedStyle(original)
    const dressing = copies[at]
    for (const name of LOOK) dressing?.setAttribute(name, look.getPropertyValue(name))
    dressing?.removeAttribute('class')
  })
  copy.removeAttribute('class')
  return copy
}

function words(text: string, attributes: Record<string, string | number>): SVGTextElement {
  const element = document.createElementNS(SVG, 'text')
  set(element, attributes)
  element.textContent = text
  return element
}

function set(element: Element, attributes: Record<string, string | number>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
}

async function drawn(svg: string, size: { width: number; height: number }): Promise<Blob> {
  const image = new Image(size.width, size.height)
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = size.width * SCALE
  canvas.height = size.height * SCALE
  const pen = canvas.getContext('2d')
  if (pen === null) throw new Error('this browser cannot draw')
  pen.scale(SCALE, SCALE)
  pen.drawImage(image, 0, 0)
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => {
      if (blob === null) failed(new Error('this browser cannot draw'))
      else done(blob)
    }, 'image/png')
  })
}

/** Hands a picture to another app where the device can, or keeps it as a file. */
export async function handOver(picture: Blob, name: string): Promise<void> {
  const file = new File([picture], `${name}.png`, { type: picture.type })
  if ('canShare' in navigator && navigator.canShare({ files: [file] })) {
    try {
      await navigator.share({ files: [file], title: name })
    } catch (error) {
      // The person looked at the list of apps and went back.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
    }
    return
  }
  const address = URL.createObjectURL(picture)
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  setTimeout(() => {
    URL.revokeObjectURL(address)
  }, KEPT_MS)
}
