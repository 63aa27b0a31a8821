/** The figure whose records are looked at. */
class Opened {
  figure = $state.raw<{ readonly name: string; readonly rows: string; readonly currency: string } | null>(
    null,
  )

  open(name: string, rows: string, currency: string): void {
    this.figure = { name, rows, currency }
  }

  close(): void {
    this.figure = null
  }
}

export const opened = new Opened()
