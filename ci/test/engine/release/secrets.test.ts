import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dag } from '@dagger.io/dagger'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { release } from '../../../src/release/push.js'
import { parseRegistry, runRegistryCommands } from '../../../src/release/registry.js'
import { createAttestor, readSigner } from '../../../src/release/sign.js'
import { newKey } from '../key.js'
import { recorded } from '../record.js'
import { guardedRegistry, LOGIN } from '../registry.js'
import { describeOnEngine } from '../session.js'
import { REPOSITORY } from '../verbs.js'
import { smallAttestations, smallImages } from './small.js'

const WRONG = 'hunter2-hunter2'

/** Everything that the CLI sends to a collector of traces and logs. */
const sent: Buffer[] = []
const collector = createServer((request, answer) => {
  request.on('data', (part: Buffer) => sent.push(part)).on('end', () => answer.end())
})

describeOnEngine('the secrets of a release', () => {
  beforeAll(async () => {
    await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve))
    const { port } = collector.address() as AddressInfo
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${port}`
    process.env['OTEL_EXPORTER_OTLP_PROTOCOL'] = 'http/protobuf'
  })
  afterAll(() => {
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT']
    delete process.env['OTEL_EXPORTER_OTLP_PROTOCOL']
    collector.close()
  })

  it('are in no log, trace, error, report or manifest', async () => {
    const secrets = [WRONG, LOGIN.password]
    let told = ''
    const printed = await recorded(async () => {
      const service = await guardedRegistry(randomUUID())
      const { key } = await newKey(randomUUID())
      secrets.push(...(await key.plaintext()).split('\n').filter((line) => line.length > 40))
      const images = await smallImages('secret')
      const registry = (name: string, password: string) =>
        parseRegistry({
          repository: REPOSITORY,
          service,
          username: LOGIN.username,
          password: dag.setSecret(name, password),
        })
      const refused = await release(images, { registry: registry('wrong', WRONG), force: false }).catch(String)
      const signer = await readSigner({ key })
      const attestor = signer && createAttestor(signer, smallAttestations())
      const released = await release(images, { registry: registry('right', LOGIN.password), force: false, attestor })
      const manifests = await runRegistryCommands(
        registry('right', LOGIN.password),
        released.images.flatMap(({ address }) => [
          [['crane', 'manifest', `${address}:main`]],
          [['crane', 'config', `${address}:main`]],
        ]),
      )
      told = JSON.stringify([refused, released.images, manifests])
    })
    const all = `${told}${printed}${Buffer.concat(sent)}`
    expect(told).toContain('refused user ci')
    expect(printed).toContain('crane')
    expect(String(Buffer.concat(sent))).toContain('Container.withExec')
    const forms = secrets.flatMap((secret) => [secret, base64(secret), base64(`${LOGIN.username}:${secret}`)])
    expect(forms.filter((form) => all.includes(form))).toEqual([])
  })
})

const base64 = (text: string) => Buffer.from(text).toString('base64')
