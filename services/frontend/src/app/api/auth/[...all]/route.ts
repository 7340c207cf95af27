import { auth } from '../../../../lib/auth.ts'
import { authRoute } from '../../../../lib/auth-route.ts'

export const dynamic = 'force-dynamic'

export function POST(request: Request): Promise<Response> {
  return authRoute(request, (passed) => auth().handler(passed))
}
