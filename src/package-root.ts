/**
 * The folder of the package, as a URL that ends in a slash. Bundled, this module is part of a file in `dist/` or
 * `dist/lib/`; from the sources it stands in `src/`.
 */
export const PACKAGE_ROOT = new URL(
  /\/dist\/lib\/[^/]*$/.test(import.meta.url) ? '../../' : '../',
  import.meta.url,
)
