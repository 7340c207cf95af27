import { dag, type File } from '@dagger.io/dagger'
import { NODE_IMAGE } from '../../src/project/versions.js'

/** A vulnerability of a test's own. */
export interface Vulnerability {
  package: string
  /** Versions that have it, as Grype writes them: `<4.17.21`. */
  versions: string
  severity: 'low' | 'medium' | 'high' | 'critical'
  /** Release of Alpine whose package it is, such as `3.22`. Default: a package of npm. */
  alpine?: string
}

/** The vulnerability that the scan looks for in every database, to recognise an empty one. No package of this project has it. */
export const CANARY: Vulnerability = { package: 'lodash', versions: '<4.17.21', severity: 'high' }

/**
 * A Grype database (schema v6) of npm's and Alpine's packages, created by SQL; `grype db import` adds the indexes.
 * @param age in days
 */
export function vulnerabilityDatabase(vulnerabilities: Vulnerability[], age = 0): File {
  const make = `const { DatabaseSync } = require('node:sqlite'); new DatabaseSync('/vulnerability.db').exec(process.argv[1])`
  return dag
    .container()
    .from(NODE_IMAGE)
    .withExec(['node', '-e', make, [SCHEMA, metadata(age), ...vulnerabilities.map(rows)].join('\n')])
    .file('/vulnerability.db')
}

const SCHEMA = `
CREATE TABLE db_metadata(build_timestamp datetime NOT NULL, model integer NOT NULL, revision integer NOT NULL, addition integer NOT NULL);
CREATE TABLE providers(id text PRIMARY KEY, version text, processor text, date_captured datetime, input_digest text);
CREATE TABLE blobs(id integer PRIMARY KEY AUTOINCREMENT, value text NOT NULL);
CREATE TABLE vulnerability_handles(id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL, status text NOT NULL, published_date datetime, modified_date datetime, withdrawn_date datetime, provider_id text NOT NULL, blob_id integer);
CREATE TABLE packages(id integer PRIMARY KEY AUTOINCREMENT, ecosystem text, name text);
CREATE TABLE operating_systems(id integer PRIMARY KEY AUTOINCREMENT, name text, release_id text, major_version text, minor_version text, label_version text, codename text, channel text, eol_date datetime, eoas_date datetime);
CREATE TABLE affected_package_handles(id integer PRIMARY KEY AUTOINCREMENT, vulnerability_id integer NOT NULL, operating_system_id integer, package_id integer, blob_id integer);`

/** With the date only, so that the engine caches the database. */
function metadata(age: number): string {
  const made = new Date(Date.now() - age * 86_400_000).toISOString().slice(0, 10)
  return `
INSERT INTO db_metadata VALUES('${made} 00:00:00+00:00', 6, 1, 4);
INSERT INTO providers VALUES('github', '1', 'synthetic', '${made} 00:00:00+00:00', ''), ('alpine', '1', 'synthetic', '${made} 00:00:00+00:00', '');`
}

function rows({ package: name, versions, severity, alpine }: Vulnerability, index: number): string {
  const [row, first, second] = [index + 1, 2 * index + 1, 2 * index + 2]
  const [id, provider, type] = alpine
    ? [`CVE-2099-${String(row).padStart(4, '0')}`, 'alpine', 'apk']
    : [`GHSA-test-test-${String(row).padStart(4, '0')}`, 'github', 'npm']
  const vulnerability = { id, severities: [{ scheme: 'CHML', value: severity, rank: 0 }] }
  const affected = {
    ranges: [{ version: { type, constraint: versions }, fix: { version: '999.0.0', state: 'fixed' } }],
  }
  const [major, minor] = alpine?.split('.') ?? []
  const system = alpine
    ? `INSERT INTO operating_systems VALUES(${row}, 'alpine', 'alpine', '${major}', '${minor}', '', '', '', NULL, NULL);`
    : ''
  return `
INSERT INTO blobs VALUES(${first}, '${JSON.stringify(vulnerability)}'), (${second}, '${JSON.stringify(affected)}');
INSERT INTO vulnerability_handles VALUES(${row}, '${id}', 'active', NULL, NULL, NULL, '${provider}', ${first});
INSERT INTO packages VALUES(${row}, '${type}', '${name}');
${system}
INSERT INTO affected_package_handles VALUES(${row}, ${row}, ${alpine ? row : 'NULL'}, ${row}, ${second});`
}
