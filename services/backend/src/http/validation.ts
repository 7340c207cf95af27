import { Ajv } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

// All errors are listed: requests are small (see bodyLimit) and schemas flat, so that costs nothing worth attacking.
const options = { allErrors: true, allowUnionTypes: true, formats: { uuid: uuidPattern } }

/** JSON has types of its own: "true" is no boolean there, and an unknown property is a client's mistake. */
const bodyValidator = new Ajv(options)

/** Addresses are text: numbers and booleans are read from it, and parameters of others are left out. */
const coercingValidator = new Ajv({ ...options, coerceTypes: true, removeAdditional: true })

/** Compiles the schemas of requests; Fastify's own compiler would coerce bodies too. */
export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? bodyValidator : coercingValidator).compile(schema)
