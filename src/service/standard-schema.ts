/**
 * The interface that zod, valibot, arktype and others share, as far as hallpass calls it.
 * Source: https://standardschema.dev (version 1).
 */

/** A schema of any library that follows Standard Schema: takes what it can, gives an `Output`. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined
  }
}

/** What a schema says of a value: what it makes of it, or why it refuses it. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] }

/** One reason for a refusal. */
export interface SchemaIssue {
  readonly message: string
}
