/** A date in UTC: `2026-11-22`. */
export const utcDay = (date: Date) => date.toISOString().slice(0, 10)
