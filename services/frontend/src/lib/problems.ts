/** Creates a response with problem details (https://www.rfc-editor.org/rfc/rfc9457); pages show `detail` to the user. */
export function problemResponse(status: number, title: string, detail: string, cookies: string[] = []): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(JSON.stringify({ type: 'about:blank', title, status, detail }), { status, headers })
}

export const problems = {
  noSession: (cookies?: string[]) =>
    problemResponse(401, 'Unauthorized', 'Your session has expired. Sign in again.', cookies),
  crossOrigin: () => problemResponse(403, 'Forbidden', 'The request did not come from a page of this service.'),
  notFound: () => problemResponse(404, 'Not Found', 'There is nothing at this address.'),
  tooLarge: () => problemResponse(413, 'Content Too Large', 'The request is larger than 64 KiB.'),
  backendUnavailable: () => problemResponse(503, 'Service Unavailable', 'The todo service is temporarily unavailable.'),
  tokenRejected: () =>
    problemResponse(503, 'Service Unavailable', 'The todo service could not verify your session. Nothing was changed.'),
  accountsUnavailable: () =>
    problemResponse(503, 'Service Unavailable', 'The account service is temporarily unavailable. Nothing was changed.'),
}
