/** The conditions on the machine that a measurement can depend on. */
export type Need = 'engine' | 'docker' | 'chromium' | 'engine socket' | 'control groups' | 'permission to empty caches'
