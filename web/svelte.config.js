import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    // Applies to our own components only; libraries choose for themselves.
    runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true),
  },
}
