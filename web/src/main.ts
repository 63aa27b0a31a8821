import { mount } from 'svelte'
import App from './App.svelte'
import { followNotices, install } from './offline/install'
import { atRest, breath } from './lib/rest'
import { listenForMishaps } from './state/mishaps'
import { router } from './state/router.svelte'
import { toasts } from './state/toasts.svelte'
import { talk } from './words/talk.svelte'

listenForMishaps()

const target = document.getElementById('app')
if (target === null) throw new Error('the page has no place for the app')

// Where the words of its language cannot be had, the app speaks the other one.
await talk.begin().catch(() => undefined)
await breath()
mount(App, { target })

followNotices((address) => {
  router.go(address)
})

void atRest().then(() => {
  install((takeOver) => {
    const { newVersion, reload } = talk.words.offline
    toasts.say(newVersion, { label: reload, run: takeOver })
  })
})
