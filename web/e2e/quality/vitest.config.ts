import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

/** No tests: `npm run lighthouse` and `npm run axe` write docs/web-quality.md with what the tests use to drive a browser. */
export default defineConfig({
  // The table of pages names components and icons, which are never opened here.
  plugins: [svelte()],
  test: {
    root: import.meta.dirname,
    include: ['lighthouse.ts', 'axe.ts'],
    testTimeout: 900_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 10_000 } },
    fileParallelism: false,
  },
})
