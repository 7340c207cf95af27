import { config } from '../../../../lib/config.ts'
import { Gateway } from '../../../../lib/gateway.ts'
import { ownOrigins } from '../../../../lib/origins.ts'
import { checkSession } from '../../../../lib/session.ts'

export const dynamic = 'force-dynamic'

let gateway: Gateway | undefined

async function handle(request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  gateway ??= new Gateway({
    apiUrl: config().API_URL,
    checkSession,
    ownOrigins: (headers) => ownOrigins(config(), headers),
  })
  return gateway.handle(request, (await params).path)
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST }
