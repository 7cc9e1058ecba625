import { setFlagsFromString } from 'node:v8'

/**
 * Imported first, before anything is made: GraphQL and Express check more, and slowly, unless they are told that nobody
 * develops here. And V8 lets garbage grow to twice what lives before it looks; a daemon beside builds has better uses of
 * that memory. An answer of 100,000 events took 120 MB for a moment, and takes 50 MB, in the same time.
 * Nor does it optimize the database client's query compiler, which is WebAssembly, before that has worked a good deal:
 * by the third query that took 15 MB and a tenth of the start.
 */
process.env['NODE_ENV'] ??= 'production'
setFlagsFromString('--heap-growing-percent=40')
setFlagsFromString('--wasm-tiering-budget=30000000')
