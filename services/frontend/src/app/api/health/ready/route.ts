import { config } from '../../../../lib/config.ts'
import { ready } from '../../../../lib/health.ts'

export const dynamic = 'force-dynamic'

export function GET(): Promise<Response> {
  return ready(config().API_URL)
}
