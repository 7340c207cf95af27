import { auth } from '../../../../lib/auth.ts'
import { handleAuthRequest } from '../../../../lib/auth-route.ts'

export const dynamic = 'force-dynamic'

export function POST(request: Request): Promise<Response> {
  return handleAuthRequest(request, (passed) => auth().handler(passed))
}
