/** What the pages use. Better Auth has more routes, and some would hand the session's raw token to scripts. */
const ALLOWED_ROUTES = ['/api/auth/sign-in/email', '/api/auth/sign-up/email', '/api/auth/sign-out']

function jsonResponse(body: Record<string, unknown>, status: number, cookies: string[] = []): Response {
  const response = Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

/** Passes a request to Better Auth, and of its success only the cookies back: the token in the body is for other clients. */
export async function handleAuthRequest(
  request: Request,
  handler: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (!ALLOWED_ROUTES.includes(new URL(request.url).pathname))
    return jsonResponse({ message: 'There is nothing here.' }, 404)
  try {
    const response = await handler(request)
    return response.ok ? jsonResponse({ success: true }, response.status, response.headers.getSetCookie()) : response
  } catch (error) {
    process.stderr.write(`auth: ${error instanceof Error ? error.message : error}\n`)
    return jsonResponse({ message: 'The accounts can not be reached.' }, 503)
  }
}
