/** The bytes of a megabyte: decimal, as registries count. */
export const MEGABYTE = 1_000_000

/** Formats bytes as `1.2 MB`. */
export const formatMegabytes = (bytes: number, digits = 1) => `${(bytes / MEGABYTE).toFixed(digits)} MB`
