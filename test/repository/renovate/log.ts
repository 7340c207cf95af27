interface PackageFile {
  packageFile: string
  deps: { currentValue?: string; currentDigest?: string }[]
}

/**
 * The versions and digests that Renovate extracted, of each file.
 * @param log what `renovate --dry-run=extract` prints with LOG_LEVEL=debug and LOG_FORMAT=json
 * @throws if it extracted nothing
 */
export function extractedVersions(log: string): Map<string, string[]> {
  const entries = log.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
  const entry = entries.find(({ msg }) => msg === 'Extracted dependencies')
  if (entry === undefined) throw new Error(`Renovate extracted nothing:\n${log.slice(-2000)}`)
  const versions = new Map<string, string[]>()
  for (const { packageFile, deps } of Object.values<PackageFile[]>(entry.packageFiles).flat()) {
    const found = deps.flatMap(({ currentValue = [], currentDigest = [] }) => [currentValue, currentDigest].flat())
    versions.set(packageFile, [...(versions.get(packageFile) ?? []), ...found])
  }
  return versions
}
