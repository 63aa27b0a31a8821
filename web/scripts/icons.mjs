// Draws the PNG icons of public/icons from the logo, with the Chromium of CHROMIUM or /usr/bin/chromium.
// Run by hand (`npm run icons`) when the logo changes; the files are kept in the repository.
import { readFile, writeFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'

const folder = new URL('../public/icons/', import.meta.url)
const logo = await readFile(new URL('logo.svg', folder), 'utf8')

/** A maskable icon may be cut to a circle: its picture stays within the middle four fifths. */
const icons = [
  { file: 'icon-192.png', size: 192, fullBleed: false },
  { file: 'icon-512.png', size: 512, fullBleed: false },
  { file: 'icon-maskable-512.png', size: 512, fullBleed: true },
  { file: 'apple-touch-icon.png', size: 180, fullBleed: true },
]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
})
try {
  for (const { file, size, fullBleed } of icons) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    const ground = fullBleed ? '#16A085' : 'transparent'
    await page.setContent(
      `<style>*{margin:0}body{background:${ground}}svg{display:block;width:100vw;height:100vh;` +
        `${fullBleed ? 'transform:scale(.8)' : ''}}</style>${logo}`,
    )
    await writeFile(new URL(file, folder), await page.screenshot({ omitBackground: true }))
    await page.close()
  }
} finally {
  await browser.close()
}
