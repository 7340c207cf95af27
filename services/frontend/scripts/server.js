import { subscribe } from 'node:diagnostics_channel'

// The entry point of the standalone build. Before the start-up check runs, Next replaces an invalid PORT such as `abc` by 3000
// and crashes with 99999, so that the check couldn't report either. So the check gets a copy of the original value.
const originalPort = process.env['PORT'] ?? ''
process.env['ORIGINAL_PORT'] = originalPort

const port = Number(originalPort)
if (originalPort.trim() && !(port >= 1 && port <= 65535)) {
  // Any port that is probably free: the check ends the process before it answers a request.
  process.env['PORT'] = String(50_000 + Math.floor(Math.random() * 10_000))
}

// Without a proxy, a visitor can set these headers to anything, and Next would trust them. Once they are removed, Next sets them
// from the connection's address, by which the number of sign-in attempts is limited.
if (process.env['BETTER_AUTH_TRUST_HOST']?.trim() !== 'true') {
  subscribe('http.server.request.start', (message) => {
    const { headers } = /** @type {{ request: import('node:http').IncomingMessage }} */ (message).request
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'])
      delete headers[name]
  })
}

// Next exits with 143 after finishing its open requests, which is not a failure.
process.on('exit', (code) => {
  if (code === 143) process.exitCode = 0
})

// @ts-expect-error: assemble.js gives Next's own entry point this name
await import('./next-server.js')
