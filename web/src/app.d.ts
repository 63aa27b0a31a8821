/** The version of this build, from Cargo.toml: the app and the program that carries it are one. */
declare const __APP_VERSION__: string
