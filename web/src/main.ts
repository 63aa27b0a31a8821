import { mount } from 'svelte'
import './styles/tokens.css'
import './styles/base.css'
import App from './App.svelte'
import { followNotices, install } from './offline/install'
import { listenForMishaps } from './state/mishaps'
import { router } from './state/router.svelte'
import { toasts } from './state/toasts.svelte'
import { talk } from './words/talk.svelte'

listenForMishaps()

const target = document.getElementById('app')
if (target === null) throw new Error('the page has no place for the app')
mount(App, { target })

install((takeOver) => {
  const { newVersion, reload } = talk.words.offline
  toasts.say(newVersion, { label: reload, run: takeOver })
})

followNotices((address) => {
  router.go(address)
})
