import { z } from '@hono/zod-openapi';
import { BIOLOGY_FIELDS, type BiologyField } from '@vcp/schema/fields';

/*
 * The answers of the data API, as the OpenAPI document shows them. They are stricter than what our
 * client reads: a server keeps to the narrow form.
 */

const textList = z.array(z.string()).readonly();

/** Short-lived keys for S3; all members are strings. */
export const WireCredentials = z
  .object({
    access_key_id: z.string(),
    secret_access_key: z.string(),
    session_token: z.string(),
    expiration: z.string().openapi({ description: 'ISO 8601, UTC' }),
    endpoint_url: z.string().optional(),
    region: z.string(),
  })
  .openapi('Credentials');
export type WireCredentials = z.infer<typeof WireCredentials>;

export const WireFile = z
  .object({
    url: z.string().openapi({ description: 'https, http or s3. A trailing slash means a folder.' }),
    contentSize: z.int().nonnegative().nullable().openapi({ description: 'Bytes' }),
    sha256: z.string().optional(),
    md5: z.string().optional().openapi({ description: 'Where no SHA-256 is known' }),
  })
  .openapi('Location');

const biology = Object.fromEntries(BIOLOGY_FIELDS.map((field) => [field, textList])) as Record<
  BiologyField,
  typeof textList
>; // made of exactly these fields

export const WireItem = z
  .object({
    internal_id: z.string(),
    external_id: z.string(),
    name: z.string(),
    label: z.string(),
    type: z.string(),
    domain: z.string(),
    version: z.string(),
    latest_version: z.boolean(),
    license: z.string().nullable(),
    doi: z.string().nullable(),
    tags: textList,
    scopes: textList.optional(),
    ...biology,
    locations: z.array(WireFile),
  })
  .openapi('Dataset');

export const WirePage = z
  .object({
    data: z.array(WireItem),
    total: z.int().nonnegative(),
    limit: z.int().positive(),
    cursor: z.string().nullable().openapi({ description: 'Null on the last page' }),
  })
  .openapi('DatasetPage');

export const WireRecord = z
  .object({
    internal_id: z.string(),
    external_id: z.string(),
    label: z.string(),
    type: z.string(),
    domain: z.string(),
    org: z.string().nullable(),
    owner: z.string(),
    version: z.string(),
    latest_version: z.boolean(),
    doi: z.string().nullable(),
    tags: textList,
    scopes: textList,
    version_of: textList,
    transformation_of: textList,
    locations: z.array(WireFile),
    credentials: WireCredentials.nullable(),
    md: z.looseObject({ '@type': z.string() }).openapi({ description: 'Croissant JSON-LD' }),
  })
  .openapi('DatasetRecord');

export const WireSummary = z
  .object({
    field: z.string(),
    query: z.string(),
    total_buckets: z.int().nonnegative(),
    facets: z.array(z.object({ value: z.string(), count: z.int().positive() })),
  })
  .openapi('Summary');

export const WirePreview = z
  .object({
    dataset_id: z.string(),
    dataset_label: z.string(),
    neuroglancer_url: z.string(),
    zarr_files: textList,
  })
  .openapi('Preview');

export const WireCredentialsAnswer = z
  .object({ credentials: z.union([WireCredentials, z.strictObject({})]) })
  .openapi('CredentialsAnswer');

export const WireError = z
  .object({
    detail: z.string(),
    problem: z
      .object({
        text: z.string(),
        position: z.int().nonnegative().openapi({ description: 'In UTF-16 units from 0' }),
        hint: z.string().nullable(),
      })
      .optional()
      .openapi({ description: 'What is wrong with a query, and where' }),
  })
  .openapi('Error');
