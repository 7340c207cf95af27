import type { Observed, Plan, Platform } from './observed.js'

/** Starts an image on a platform and asks it what the contract wants to know. */
export function observe(plan: Plan, platform: Platform): Promise<Observed>
