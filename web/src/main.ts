import App from './App.svelte'
import { mount } from './early/runtime'
import { followNotices, install } from './offline/install'
import { atRest } from './lib/rest'
import { listenForMishaps } from './state/mishaps'
import { router } from './state/router.svelte'
import { toasts } from './state/toasts.svelte'
import { talk } from './words/talk.svelte'

export async function start(): Promise<void> {
  listenForMishaps()
  const target = document.getElementById('app')
  if (target === null) throw new Error('the page has no place for the app')
  // Where the words of its language cannot be had, the app speaks the other one.
  await talk.begin().catch(() => undefined)
  mount(App, { target })
  followNotices((address) => {
    router.go(address)
  })
  await atRest()
  install((takeOver) => {
    const { newVersion, reload } = talk.words.offline
    toasts.say(newVersion, { label: reload, run: takeOver })
  })
}
