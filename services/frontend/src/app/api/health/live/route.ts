import { live } from '../../../../lib/health.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return live()
}
