import { isBuiltin } from 'node:module'

/** A version, digest or image reference in a file. */
export interface Found {
  file: string
  /** Counted from 1. */
  line: number
  text: string
  /** Where it stands in the file, in characters. */
  start: number
  end: number
}

const FORMS = [
  // A version of three numbers. `/blob/v1.2.3/` is a link to the text that somebody read, which stays.
  /(?<![\w.]|\d\.|\/blob\/)v?\d+\.\d+\.\d+(?:-[a-z][\w.]*)?(?![\w-]*\.?\d)/g,
  // A digest, and the commit of an action.
  /\bsha\d+:[0-9a-fA-F]{32,}/g,
  /(?<=@)[0-9a-f]{40}\b/g,
  // An image whose tag has a digit and is no port.
  /(?<=["'`]|(?:image:|FROM|--from=|ARG \w+=)\s*)(?!sha\d)[a-z][\w./-]*:(?!\d{4,5}\b)v?\d[\w.-]*/g,
  // Whatever is exported from the file for it.
  /(?<=^export const \w+[^=\n]*= *)(?! ).+/gm,
]
/** The last form is for this file alone. */
export const VERSIONS_FILE = 'ci/src/project/versions.ts'

interface Exception {
  file: RegExp
  text: RegExp
  reason: string
}

/** Versions that no update is to change. */
const EXCEPTIONS: Exception[] = [
  { file: /^docs\/|^CHANGELOG\.md$/, text: /^/, reason: 'records of how something was' },
  { file: /(^|\/)test\/.+\.test\.ts$/, text: /^/, reason: 'examples' },
  { file: /(^|\/)test\/.+\.ts$/, text: /^v?\d/, reason: 'examples, where it is no image' },
  { file: /^/, text: /^v?1\.0\.0$|^0\.1\.0$/, reason: 'versions of this application' },
  { file: /^/, text: /^v1\.2\.3(-|$)|^v0\.0\.0-/, reason: 'examples' },
  { file: /^ci\/src\/scan\/policy\.ts$/, text: /^4\.17\.15$/, reason: 'a package with known vulnerabilities' },
  { file: /^ci\/src\/scan\/openvex\.ts$/, text: /^v0\.2\.0$/, reason: 'the version of the format OpenVEX' },
  { file: /\/oci-config\.ts$/, text: /^1\.0\.2$/, reason: 'the version of the format of OCI runtimes' },
  { file: /\/openapi\.plugin\.ts$/, text: /^3\.1\.0$/, reason: 'the version of the format OpenAPI' },
  {
    file: /^test\/repository\/agreement\//,
    text: /^node:20-alpine$/,
    reason: 'the oldest Node that the README may name',
  },
  { file: /^README\.md$/, text: /^2\.24\.4$/, reason: 'the oldest Compose that works' },
]

const LOCK_OR_PICTURE = /(^|\/)package-lock\.json$|\.(svg|png)$/
const CODE = /\.m?[jt]s$/
/** In code they hold examples, and versions in which something was seen. */
const COMMENTS = /^ *(\/\/|\/?\*).*/gm

/** Every version, digest and image reference of a file that an update may change, found with no knowledge of Renovate. */
export function versionsIn(file: string, content: string): Found[] {
  if (LOCK_OR_PICTURE.test(file)) return []
  const text = CODE.test(file) ? content.replaceAll(COMMENTS, (comment) => ' '.repeat(comment.length)) : content
  return (file === VERSIONS_FILE ? FORMS : FORMS.slice(0, -1))
    .flatMap((form) => [...text.matchAll(form)])
    .map(({ 0: found, index }) => ({
      file,
      line: text.slice(0, index).split('\n').length,
      text: found,
      start: index,
      end: index + found.length,
    }))
    .filter((found) => !isBuiltin(found.text) && !isException(found))
}

const isException = (found: Found) =>
  EXCEPTIONS.some(({ file, text }) => file.test(found.file) && text.test(found.text))
