import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { NextConfig } from 'next'
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants.js'
import { HTTP_URL, isHttpUrl } from './src/lib/http-url.ts'

const root = import.meta.dirname

/** Those that helmet gives the backend; the policy for pages, with its nonce, is proxy.ts's. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Origin-Agent-Cluster', value: '?1' },
  // Browsers take no notice of it on a page that came by plain http.
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
  { key: 'X-DNS-Prefetch-Control', value: 'off' },
  { key: 'X-Download-Options', value: 'noopen' },
  { key: 'X-Permitted-Cross-Domain-Policies', value: 'none' },
  { key: 'X-XSS-Protection', value: '0' },
]

/** The value is frozen into the build: a running server can't repair it, so the build has to refuse it. */
function requireApiUrl(value: string | undefined): void {
  if (value && isHttpUrl(value)) return
  const wrong = value ? 'is not a usable address' : 'is missing or empty'
  process.stderr.write(`NEXT_PUBLIC_API_URL ${wrong}; set it to ${HTTP_URL}, for example http://todo-backend:8000\n`)
  process.exit(1)
}

/** Next's own build id is random, which would make each build a different image; a constant one would hide new releases. */
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
  // Bundled like the rest: as an external package it would come as a symbolic link with a made-up name.
  transpilePackages: ['pg'],
  images: { unoptimized: true },
  // Without these, Next takes the folder of the outermost lock file for the root, and the output's layout depends on it.
  outputFileTracingRoot: root,
  turbopack: { root },
  // Image optimisation is off, and its library would be half of the image; the metrics (4 MB) serve fonts at build time.
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
  // Inlined into the code: the development server's own tools need a looser content security policy.
  return { ...nextConfig, env: { DEVELOPMENT_TOOLS: phase === PHASE_DEVELOPMENT_SERVER ? 'yes' : 'no' } }
}
