import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** The example family is written first, which takes a busy machine with a debug build its time. */
const STARTS_WITHIN_MS = 150_000

/** The binary under test: `CATATDUIT_BIN`, or the debug build of this checkout. */
function binary(): string {
  const path = resolve(
    process.env['CATATDUIT_BIN'] ?? join(import.meta.dirname, '../../../target/debug/catatduit'),
  )
  if (!existsSync(path)) {
    throw new Error(`no binary at ${path}: build it with cargo, or say where it is with CATATDUIT_BIN`)
  }
  return path
}

/** A real box on a data folder of its own, which goes away with it. */
export class Appliance {
  readonly url: string
  /** The one-time link that the box printed when it first started, or the newest it was asked for. */
  setupLink = ''
  #process: ChildProcess | null = null
  #output = ''

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly options: readonly string[],
  ) {
    this.url = `http://127.0.0.1:${String(port)}`
  }

  /** A box that nobody set up yet. */
  static async start(): Promise<Appliance> {
    const appliance = await Appliance.#with([])
    appliance.#keepLink(appliance.#output)
    return appliance
  }

  /** The box with its example family, and whom to sign in as. */
  static async demo(): Promise<{ appliance: Appliance; owner: { name: string; password: string } }> {
    const appliance = await Appliance.#with(['--demo'])
    const said = /Masuk sebagai (.+), kata sandinya: (.+)/.exec(appliance.#output)
    if (said?.[1] === undefined || said[2] === undefined) {
      throw new Error(`the box did not say who its family is:\n${appliance.#output}`)
    }
    return { appliance, owner: { name: said[1], password: said[2] } }
  }

  /** The box on a copy of this data folder. */
  static async on(data: string): Promise<Appliance> {
    return Appliance.#with([], data)
  }

  static async #with(options: readonly string[], data?: string): Promise<Appliance> {
    const folder = await mkdtemp(join(tmpdir(), 'catatduit-e2e-'))
    if (data !== undefined) await cp(data, join(folder, 'data'), { recursive: true })
    const appliance = new Appliance(folder, await freePort(), options)
    await appliance.resume()
    return appliance
  }

  /** Starts the box on what its data folder holds. */
  async resume(): Promise<void> {
    this.#output = ''
    const child = spawn(binary(), ['serve', ...this.options], {
      cwd: this.folder,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    const keep = (chunk: Buffer): void => {
      this.#output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const deadline = Date.now() + STARTS_WITHIN_MS
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || Date.now() > deadline) {
        throw new Error(`the box did not become ready:\n${this.#output}`)
      }
      await new Promise((done) => setTimeout(done, 50))
    }
  }

  /** Asks the running box for another link, as its keeper does on its command line: each makes one more family. */
  async renewSetupLink(): Promise<void> {
    const options = { cwd: this.folder, env: this.#environment() }
    const { stdout } = await promisify(execFile)(binary(), ['setup-link'], options)
    this.#keepLink(stdout)
  }

  #keepLink(printed: string): void {
    const code = /\/setup\?code=([^\s]+)/.exec(printed)?.[1]
    if (code === undefined) throw new Error(`the box printed no setup link:\n${printed}`)
    this.setupLink = `${this.url}/setup?code=${code}`
  }

  /** What the box and its commands are told about where it is. */
  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'] ?? '',
      CATATDUIT_DATA_DIR: join(this.folder, 'data'),
      CATATDUIT_LISTEN: `127.0.0.1:${String(this.port)}`,
    }
  }

  /** Pulls the plug. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    await rm(this.folder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    this.#process = null
    if (child?.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok
    } catch {
      return false
    }
  }
}

/** Below the ports that systems give to connections: a box that starts or comes back must find its port free, and one of
 * those may be given to a connection meanwhile, even to the very one that asks whether the box is ready. */
const FIRST_PORT = 20_000
const PORTS = 10_000

export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * PORTS)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
