import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { NextConfig } from 'next'
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants.js'
import { HTTP_URL, isHttpUrl } from './src/lib/http-url.ts'

const root = import.meta.dirname

/** The headers that helmet sets in the backend. proxy.ts sets the content security policy of pages, with its nonce. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Origin-Agent-Cluster', value: '?1' },
  // Browsers ignore it on pages loaded over plain HTTP.
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
  { key: 'X-DNS-Prefetch-Control', value: 'off' },
  { key: 'X-Download-Options', value: 'noopen' },
  { key: 'X-Permitted-Cross-Domain-Policies', value: 'none' },
  { key: 'X-XSS-Protection', value: '0' },
]

/** The build freezes the value and a running server can't correct it, so the build fails if it is invalid. */
function requireApiUrl(value: string | undefined): void {
  if (value && isHttpUrl(value)) return
  const problem = value ? 'is not a usable address' : 'is missing or empty'
  process.stderr.write(`NEXT_PUBLIC_API_URL ${problem}; set it to ${HTTP_URL}, for example http://todo-backend:8000\n`)
  process.exit(1)
}

/** Next's build id is random, so each build would produce a different image. A constant one would hide new releases. */
function sourceHash(): string {
  const inputs = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).sort()
  const paths = [...inputs.map((file) => join('src', file)), 'next.config.ts', 'package-lock.json']
  const hash = createHash('sha256').update(process.env.NEXT_PUBLIC_API_URL ?? '')
  for (const path of paths.filter((candidate) => statSync(join(root, candidate)).isFile())) {
    hash.update(`\0${path}\0`).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex').slice(0, 20)
}

const nextConfig: NextConfig = {
  output: 'standalone',
  poweredByHeader: false,
  // Bundled, because Next would add an external package as a symbolic link with a generated name.
  transpilePackages: ['pg'],
  images: { unoptimized: true },
  // Otherwise Next uses the folder of the outermost lock file as the root, and the output's layout depends on it.
  outputFileTracingRoot: root,
  turbopack: { root },
  // Image optimisation is off, and its library would be half of the image. The font metrics (4 MB) are used only at build time.
  outputFileTracingExcludes: {
    '*': ['node_modules/{sharp,@img}/**', 'node_modules/next/dist/server/capsize-font-metrics.json'],
  },
  generateBuildId: sourceHash,
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    { source: '/api/:path*', headers: [{ key: 'Content-Security-Policy', value: "frame-ancestors 'none'" }] },
  ],
}

export default function configure(phase: string): NextConfig {
  if (phase === PHASE_PRODUCTION_BUILD || phase === PHASE_DEVELOPMENT_SERVER) {
    requireApiUrl(process.env.NEXT_PUBLIC_API_URL)
  }
  // Inlined into the code, because the tools of the development server need a less strict content security policy.
  return { ...nextConfig, env: { DEVELOPMENT_TOOLS: phase === PHASE_DEVELOPMENT_SERVER ? 'yes' : 'no' } }
}
