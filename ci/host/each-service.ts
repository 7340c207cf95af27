import { existsSync, readdirSync } from 'node:fs'
import { ExecaError, execa } from 'execa'

/**
 * Runs an npm command in the folder of each service, one after the other: `tsx ci/host/each-service.ts run build`. A service is a folder
 * with a package.json, so that a new one is installed before it has an entry in services.ts.
 * @throws ExecaError if npm fails; the services after it are not reached
 */
async function main(command: string[]): Promise<void> {
  const folders = readdirSync('services').map((name) => `services/${name}`)
  for (const folder of folders.filter((path) => existsSync(`${path}/package.json`)))
    await execa('npm', [...command, '--prefix', folder], { stdio: ['ignore', 'inherit', 'inherit'] })
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof ExecaError)) throw error
  console.error(error.shortMessage)
  process.exitCode = error.exitCode ?? 1
})
