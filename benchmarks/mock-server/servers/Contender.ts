/** What a server is told before it starts. */
export interface Setting {
  readonly port: number
  /** An empty folder for what it reads, removed after the run. */
  readonly folder: string
  /** The bytes the mock server answers with, which all others are to answer with. */
  readonly answer: string
  /** The mock server's own description of the provider. */
  readonly openApi: string
}

/** A server that can be asked the inquiry on 127.0.0.1. */
export interface Contender {
  readonly name: string
  /** Writes the files it reads, and returns what to run. */
  readonly command: (setting: Setting) => ReadonlyArray<string>
  /** Until its compiler has settled; a second where nothing is said. */
  readonly warmUpSeconds?: number
  /** Why it cannot be measured on this machine. */
  readonly missing?: () => string | undefined
}
