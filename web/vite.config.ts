import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { compress } from './vite/compress.ts'
import { icons } from './vite/icons.ts'
import { licences } from './vite/licences.ts'
import { pages } from './vite/pages.ts'
import { serviceWorker } from './vite/service-worker.ts'
import { sizeBudget } from './vite/size-budget.ts'

/** Where the appliance listens while the web app is developed with hot reload. */
const appliance = process.env['CATATDUIT_DEV_SERVER'] ?? 'http://127.0.0.1:8080'

/** The program's own version: the app is a part of it. */
const version = /^version = "([^"]+)"/m.exec(
  readFileSync(new URL('../Cargo.toml', import.meta.url), 'utf8'),
)?.[1]
if (version === undefined) throw new Error('Cargo.toml names no version')

/** What the pages that a family opens most share: together, they are one file more and not ten. */
const DAILY =
  /src\/(lib\/ask|ui\/(Choice|Failed|HeadLink|Leaving|WalletDot|when)|routes\/(transactions\/(BesideEntry|TransactionRow|rows)|reports\/period))\.(svelte|ts)$/

/**
 * What the first page needs comes in few files, side by side, each with all that it imports itself: what runs at once,
 * the words, what draws, the app.
 */
const FIRST = [
  { name: 'early', test: /src\/early\.ts$|preload-helper/, priority: 4 },
  { name: 'words', test: /src\/words\/id\.ts$/, priority: 3 },
  { name: 'runtime', test: /src\/early\/runtime\.ts$|node_modules\/(svelte|esm-env|clsx)\//, priority: 3 },
  { name: 'app', test: /src\/main\.ts$/, priority: 2 },
  { name: 'daily', test: DAILY, priority: 1 },
]

export default defineConfig({
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [
    icons(),
    svelte(),
    pages('src/main.ts', {
      in: { shell: 'in' },
      'in/home': { shell: 'in', route: 'src/routes/overview/Home.svelte' },
      'in/transactions': { shell: 'in', route: 'src/routes/transactions/Transactions.svelte' },
      'in/reports': { shell: 'in', route: 'src/routes/reports/Reports.svelte' },
      out: { shell: 'out', route: 'src/routes/sign-in/SignIn.svelte' },
    }),
    serviceWorker('src/sw/sw.ts'),
    // After the worker's list of what the app consists of: the licences are fetched when somebody reads them.
    licences(),
    compress(),
    sizeBudget({ app: 'src/main.ts', firstLoadBytes: 120_000 }),
  ],
  build: {
    target: 'es2022',
    sourcemap: false,
    // A data: address would need `img-src data:` in the content security policy.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: FIRST } } },
    modulePreload: {
      polyfill: false,
      // A part that is fetched at rest is in no hurry, and what every page began with is there.
      resolveDependencies: (_, scripts, { hostType, hostId }) =>
        hostType === 'html' || hostId.includes('/app-')
          ? scripts.filter((script) => !/\/(early|app|runtime|words)-/.test(script))
          : [],
    },
    // One file that comes with the page: each page's own would be asked for when its script is already there.
    cssCodeSplit: false,
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
