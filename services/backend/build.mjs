import { cp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

// Bundles the service into a folder (default: dist) that needs nothing beside it, node_modules least of all.
const root = import.meta.dirname
const outdir = resolve(root, process.argv[2] ?? 'dist')
const swaggerUi = dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui'))

await rm(outdir, { recursive: true, force: true })
await build({
  entryPoints: [join(root, 'src/server.ts'), join(root, 'src/migrate.ts')],
  outdir,
  bundle: true,
  splitting: true,
  minify: true,
  // Names of functions and classes appear in logs and error texts.
  keepNames: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // pg would use it if it were installed.
  external: ['pg-native'],
  // For the CommonJS packages in the bundle.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url),__dirname=import.meta.dirname,__filename=import.meta.filename;",
  },
})
await writeFile(join(outdir, 'package.json'), '{"type":"module"}\n')
await cp(join(swaggerUi, 'static'), join(outdir, 'static'), {
  recursive: true,
  // The page loads swagger-ui-bundle.js, and is itself written by the plugin.
  filter: (path) => !/(\.map|\/swagger-ui\.js|\/index\.html)$/.test(path),
})
