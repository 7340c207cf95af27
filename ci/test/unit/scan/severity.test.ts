import { describe, expect, it } from 'vitest'
import { grypeSeverity, Severity, trivySeverities } from '../../../src/scan/policy.js'

describe('a severity', () => {
  it.each([
    [Severity.Negligible, 'negligible', 'UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL'],
    [Severity.Medium, 'medium', 'MEDIUM,HIGH,CRITICAL'],
    [Severity.Critical, 'critical', 'CRITICAL'],
  ])('%s is %s to Grype, and with all above it %s to Trivy', (severity, grype, trivy) => {
    expect(grypeSeverity(severity)).toBe(grype)
    expect(trivySeverities(severity)).toBe(trivy)
  })
})
