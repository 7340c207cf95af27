/** The routes that the pages use. Better Auth has more, and some would reveal the raw session token to scripts. */
const ALLOWED_ROUTES = ['/api/auth/sign-in/email', '/api/auth/sign-up/email', '/api/auth/sign-out']

function jsonResponse(body: Record<string, unknown>, status: number, cookies: string[] = []): Response {
  const response = Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

/** Forwards a request to Better Auth. On success it returns only the cookies: the token in the body is not for browsers. */
export async function handleAuthRequest(
  request: Request,
  handler: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (!ALLOWED_ROUTES.includes(new URL(request.url).pathname))
    return jsonResponse({ message: 'There is nothing at this address.' }, 404)
  try {
    const response = await handler(request)
    return response.ok ? jsonResponse({ success: true }, response.status, response.headers.getSetCookie()) : response
  } catch (error) {
    process.stderr.write(`auth: ${error instanceof Error ? error.message : error}\n`)
    return jsonResponse({ message: 'The account service is temporarily unavailable.' }, 503)
  }
}
