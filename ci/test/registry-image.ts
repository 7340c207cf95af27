/** A registry for tests and benchmarks; what the pipeline itself starts from is in ci/src/project/versions.ts. */
export const REGISTRY_IMAGE = 'registry:2'
