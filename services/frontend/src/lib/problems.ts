/** RFC 9457: what went wrong, in words for the person in front of the page. */
export function problemResponse(status: number, title: string, detail: string, cookies: string[] = []): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(JSON.stringify({ type: 'about:blank', title, status, detail }), { status, headers })
}

export const problems = {
  noSession: (cookies?: string[]) =>
    problemResponse(401, 'Unauthorized', 'Your session has ended. Sign in again.', cookies),
  crossOrigin: () => problemResponse(403, 'Forbidden', 'This request did not come from a page of this service.'),
  notFound: () => problemResponse(404, 'Not Found', 'There is nothing at this address.'),
  tooLarge: () => problemResponse(413, 'Content Too Large', 'This is more than the service accepts at once (64 KiB).'),
  backendUnavailable: () =>
    problemResponse(503, 'Service Unavailable', 'The todo service does not answer at the moment.'),
  tokenRejected: () =>
    problemResponse(
      503,
      'Service Unavailable',
      'The todo service does not accept your session at the moment. Nothing was changed.',
    ),
  accountsUnavailable: () =>
    problemResponse(
      503,
      'Service Unavailable',
      'The service can not reach its accounts at the moment. Nothing was changed.',
    ),
}
