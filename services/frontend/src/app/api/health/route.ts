import { health } from '../../../lib/health.ts'
import { appVersion } from '../../../lib/version.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return health(appVersion())
}
