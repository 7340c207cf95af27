import { Ajv } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

// Reports all errors. That is no target for attacks: requests are small (see bodyLimit) and schemas flat.
const options = { allErrors: true, allowUnionTypes: true, formats: { uuid: uuidPattern } }

/** JSON has types: "true" is not a boolean, and an unknown property is an error. */
const bodyValidator = new Ajv(options)

/** URLs and headers are text: it converts numbers and booleans, and ignores unknown parameters. */
const coercingValidator = new Ajv({ ...options, coerceTypes: true, removeAdditional: true })

/** Compiles the schemas of requests. Fastify's default compiler would coerce bodies too. */
export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? bodyValidator : coercingValidator).compile(schema)
