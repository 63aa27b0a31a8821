import { defineConfig } from 'vitest/config'

/** Not a test: `npm run gallery` writes docs/screens with what the tests use to drive a browser. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['gallery.ts'],
    testTimeout: 240_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
