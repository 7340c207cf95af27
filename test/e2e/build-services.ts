import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { root } from '../repository/tools.js'

const SOURCES = ['src', 'public', 'scripts', 'package-lock.json', 'next.config.ts', 'build.mjs']

function newestChange(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0
  return Math.max(0, ...readdirSync(path).map((name) => newestChange(join(path, name))))
}

/** Builds a service, unless there is a build newer than its sources. */
async function ensureBuilt(folder: string, entry: string): Promise<void> {
  const built = newestChange(join(root, folder, entry))
  if (SOURCES.every((source) => newestChange(join(root, folder, source)) < built)) return
  const env = { NEXT_PUBLIC_API_URL: 'http://localhost:8000' }
  await execa('npm', ['run', 'build', '--prefix', folder], { cwd: root, env, all: true })
}

export async function ensureServicesBuilt(): Promise<void> {
  await ensureBuilt('services/backend', 'dist/server.js')
  await ensureBuilt('services/frontend', '.next/standalone/server.js')
}
