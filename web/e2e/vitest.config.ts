import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

/** Tests in a real browser against the real binary: `npm run e2e`. */
export default defineConfig({
  // The table of pages names components and icons, which are never opened here.
  plugins: [svelte()],
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 180_000,
    // A busy machine takes longer than a second to show what a tap did.
    expect: { poll: { timeout: 10_000 } },
    // Each file starts a browser and boxes of its own; one after another leaves them the machine.
    fileParallelism: false,
  },
})
