/** What draws the app, apart from it: begun in a task of its own, and the same from one version of the app to the next. */
export { mount } from 'svelte'
