import { defineConfig } from 'vitest/config'

/** Not a test: `npm run lighthouse` writes docs/web-quality.md with what the tests use to drive a browser. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['lighthouse.ts'],
    testTimeout: 900_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
