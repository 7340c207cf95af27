import { join } from 'node:path'
import closeWithGrace from 'close-with-grace'
import { buildApp } from './app.ts'
import { loadConfig } from './config/config.ts'
import { configOrExit } from './config/startup.ts'
import { createLogger } from './logging/logger.ts'

const config = configOrExit(loadConfig)
const logger = createLogger(config)
// The build copies the files of /docs next to the bundle.
const app = await buildApp(config, { logger, docsAssets: join(import.meta.dirname, 'static') })

// Orchestrators kill the process after 10 s.
closeWithGrace({ delay: 9_000, logger }, async ({ err, signal }) => {
  if (err) logger.fatal({ err }, 'stopping after an uncaught error')
  else logger.info(`stopping on ${signal}`)
  await app.close()
  logger.info('stopped')
})

await app.listen({ host: config.HOST, port: config.PORT })
