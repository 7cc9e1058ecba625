/** Addresses at which `buildspy` looks for a daemon by itself. */
const DEFAULTS: readonly string[] = ['127.0.0.1:8080', 'localhost:8080']

/** The command that records a build with the daemon that served this page. @param page its address */
export const recordCommand = ({
  host,
  origin,
  protocol,
}: Pick<URL, 'host' | 'origin' | 'protocol'>): string =>
  `buildspy run ${protocol === 'http:' && DEFAULTS.includes(host) ? '' : `--url ${origin} `}-- make -j8`
