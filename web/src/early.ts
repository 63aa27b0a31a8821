import { breath } from './lib/rest'
import { askFirst, isSomebodyExpected } from './early/reads'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'

/**
 * The first thing that runs, small enough to wait for: how the shell in index.html looks, what the page will read,
 * and, once the shell is painted, the app.
 */
const page = document.documentElement

const theme = localStorage.getItem('catatduit.theme')
if (theme === 'light' || theme === 'dark') page.dataset['theme'] = theme
if (localStorage.getItem('catatduit.language') === 'en') page.lang = 'en'

// The appliance wrote into the page whether its browser has a session; a page kept for when it is away has no such word.
page.dataset['shell'] ??= isSomebodyExpected() ? 'in' : 'out'
askFirst(page.dataset['shell'] === 'in')

for (const link of document.querySelectorAll('#shell nav a'))
  if (link.getAttribute('href') === location.pathname) link.setAttribute('aria-current', 'page')

begin().catch(() => {
  page.dataset['shell'] = 'failed'
})

/** One thing after the other, so that none keeps the browser from painting what is there. */
async function begin(): Promise<void> {
  await painted()
  await import('./words/id')
  await breath()
  await import('./early/runtime')
  await breath()
  const { start } = await import('./main')
  await breath()
  await start()
}

/** Once the browser has shown what is there; a page that nobody looks at is never shown. */
function painted(): Promise<void> {
  return new Promise((done) => {
    if (document.hidden) done()
    else
      requestAnimationFrame(() => {
        setTimeout(done)
      })
  })
}
