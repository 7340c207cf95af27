import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { build } from 'esbuild'

// Bundles the service into a folder (default: dist) that needs no other files, not even node_modules.
const root = import.meta.dirname
const outdir = resolve(root, process.argv[2] ?? 'dist')
const swaggerUi = dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui'))

await rm(outdir, { recursive: true, force: true })
const { metafile } = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: [join(root, 'src/server.ts'), join(root, 'src/migrate.ts')],
  outdir,
  bundle: true,
  splitting: true,
  minifySyntax: true,
  minifyWhitespace: true,
  // Not identifiers, because names of functions and classes appear in logs and error messages. `keepNames` would restore them
  // at run time, each time a function is created.
  minifyIdentifiers: false,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // An optional dependency of pg.
  external: ['pg-native'],
  // For the CommonJS packages in the bundle.
  banner: {
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url),__dirname=import.meta.dirname,__filename=import.meta.filename;",
  },
})
await writeFile(join(outdir, 'package.json'), '{"type":"module"}\n')
await cp(join(swaggerUi, 'static'), join(outdir, 'static'), {
  recursive: true,
  // The plugin generates the page, and the page loads only swagger-ui-bundle.js.
  filter: (path) => !/(\.map|\/swagger-ui\.js|\/index\.html)$/.test(path),
})

// Scanners recognise packages by their package.json, so the bundle contains one for each bundled package.
const folders = Object.keys(metafile.inputs).map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
for (const folder of new Set([...folders, 'node_modules/@fastify/swagger-ui'])) {
  if (folder === undefined) continue
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'))
  const named = join(outdir, 'packages', `${name}@${version}`)
  await mkdir(named, { recursive: true })
  await writeFile(join(named, 'package.json'), JSON.stringify({ name, version, license }))
}
