/**
 * How often every property is tried: 1,000 times, 10,000 in CI, or what HALLPASS_PROPERTY_RUNS
 * says. Pass it to `fc.assert`.
 */
export const PROPERTY_RUNS: { readonly numRuns: number } = { numRuns: runs() }

function runs(): number {
  const setting = process.env.HALLPASS_PROPERTY_RUNS ?? (process.env.CI ? '10000' : '1000')
  const count = Number(setting)
  if (Number.isInteger(count) && count > 0) return count
  throw new Error(`HALLPASS_PROPERTY_RUNS must be a whole number above 0, not ${setting}`)
}
