import { subscribe } from 'node:diagnostics_channel'

// The entry point of the standalone build. Next overwrites PORT before it runs the start-up check (`abc` becomes 3000) and
// dies of 99999 before the check could name it among the other violations. So the check judges a copy of what was given.
const originalPort = process.env['PORT'] ?? ''
process.env['ORIGINAL_PORT'] = originalPort

const port = Number(originalPort)
if (originalPort.trim() && !(port >= 1 && port <= 65535)) {
  // Any port that is likely free will do: the check ends the process before it answers anyone.
  process.env['PORT'] = String(50_000 + Math.floor(Math.random() * 10_000))
}

// Without a proxy that sets them, these headers are a visitor's own claims, and Next believes them. What Next then puts in their
// place is the connection's address, by which sign-in counts tries.
if (process.env['BETTER_AUTH_TRUST_HOST']?.trim() !== 'true') {
  subscribe('http.server.request.start', (message) => {
    const { headers } = /** @type {{ request: import('node:http').IncomingMessage }} */ (message).request
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'])
      delete headers[name]
  })
}

// Next exits with 143 after it has ended its open requests: that is no failure.
process.on('exit', (code) => {
  if (code === 143) process.exitCode = 0
})

// @ts-expect-error: assemble.js gives Next's own entry point this name
await import('./next-server.js')
