import { join } from 'node:path'
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { loadConfig } from './config/config.ts'
import { configOrExit } from './config/startup.ts'
import { createLogger } from './logging/logger.ts'

const config = configOrExit(loadConfig)
const logger = createLogger(config)
// The build puts the files of /docs beside the bundle.
const app = await buildApp(config, { logger, docsAssets: join(import.meta.dirname, 'static') })

// Orchestrators kill after 10 s.
closeWithGrace({ delay: 9_000, logger }, async ({ err, signal }) => {
  if (err) logger.fatal({ err }, 'stopping after an error that nothing caught')
  else logger.info(`stopping on ${signal}`)
  await app.close()
  logger.info('stopped')
})

await app.listen({ host: config.HOST, port: config.PORT })
