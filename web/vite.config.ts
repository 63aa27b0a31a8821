import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { compress } from './vite/compress.ts'
import { licences } from './vite/licences.ts'
import { serviceWorker } from './vite/service-worker.ts'
import { sizeBudget } from './vite/size-budget.ts'

/** Where the appliance listens while the web app is developed with hot reload. */
const appliance = process.env['CATATDUIT_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

/** The program's own version: the app is a part of it. */
const version = /^version = "([^"]+)"/m.exec(
  readFileSync(new URL('../Cargo.toml', import.meta.url), 'utf8'),
)?.[1]
if (version === undefined) throw new Error('Cargo.toml names no version')

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    svelte(),
    serviceWorker('src/sw/sw.ts'),
    // After the worker's list of what the app consists of: the licences are fetched when somebody reads them.
    licences(),
    compress(),
    sizeBudget({ firstLoadBytes: 120_000 }),
  ],
  build: {
    target: 'es2022',
    sourcemap: false,
    // A data: address would need `img-src data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: appliance, changeOrigin: false },
      // The way in and out; the page at the same address is the app's own.
      '/demo': {
        target: appliance,
        changeOrigin: false,
        bypass: ({ method, url }) => (method === 'GET' ? url : undefined),
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
  },
})
