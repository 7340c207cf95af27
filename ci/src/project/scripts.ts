/**
 * The commands that are this project's checks, as a person types them. The module runs each in a container and `npm run pipeline` on this
 * machine. Every service has the npm scripts build, typecheck, test:unit and test:integration.
 */
export const SCRIPTS = {
  lint: 'npm run lint',
  pipelineTypecheck: 'npx tsc --project tsconfig.json',
  pipelineUnit: 'npx vitest run --config ci/vitest.config.ts',
  endToEnd: 'npx vitest run --config test/e2e/vitest.config.ts',
} as const

export type ServiceScript = 'build' | 'typecheck' | 'test:unit' | 'test:integration'
