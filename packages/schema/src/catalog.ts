import { z } from 'zod';
import { BIOLOGY_FIELDS } from './fields.ts';

/*
 * The data API on the wire. Answers are read leniently, as the original client reads them: extra
 * fields are kept, numbers may come as numeric strings, one odd field does not spoil a page.
 */

// Compiling schemas to code costs a short command several milliseconds and gains nothing on pages.
z.config({ jitless: true });

const text = z.string().max(1_000_000);
const optionalText = text.nullish().transform((value) => value ?? null);
const textList = z.array(text).max(100_000);
const count = z.coerce.number().int().nonnegative();

/** A location as catalogs write it: a URL, `{scheme, path}`, or `{url, contentSize}`. */
export const WireLocation = z.union([
  text,
  z.looseObject({ scheme: text, path: text }),
  z.looseObject({ url: text, contentSize: z.union([z.number(), text]).nullish() }),
]);
export type WireLocation = z.infer<typeof WireLocation>;

/** A list, one text, or null: whatever was sent becomes a list. */
const looseTextList = z
  .union([textList, text])
  .nullish()
  .transform((value) => (value === null || value === undefined ? [] : [value].flat()));

const biologyShape = Object.fromEntries(
  BIOLOGY_FIELDS.map((field) => [field, looseTextList]),
) as Record<(typeof BIOLOGY_FIELDS)[number], typeof looseTextList>;

/** One dataset in a page of search results. */
export const SearchItem = z
  .looseObject({
    internal_id: text,
    name: optionalText,
    label: optionalText,
    locations: z
      .array(WireLocation)
      .max(1_000_000)
      .nullish()
      .transform((list) => list ?? []),
    tags: looseTextList,
    license: optionalText,
    doi: optionalText,
    domain: optionalText,
    version: z
      .union([text, z.number()])
      .nullish()
      .transform((v) => (v == null ? null : String(v))),
    scopes: looseTextList,
    ...biologyShape,
  })
  .transform(({ name, label, ...item }) => ({ ...item, name: name ?? label ?? item.internal_id }));
export type SearchItem = z.infer<typeof SearchItem>;

/** One page of search results. */
export const SearchPage = z.looseObject({
  data: z
    .array(SearchItem)
    .max(10_000)
    .nullish()
    .transform((list) => list ?? []),
  total: count.nullish().transform((value) => value ?? null),
  limit: count.nullish().transform((value) => value ?? null),
  cursor: optionalText,
});
export type SearchPage = z.infer<typeof SearchPage>;

/** Short-lived keys that read the objects of one dataset. `expires_at` etc. are ours. */
export const S3Credentials = z.looseObject({
  access_key_id: text.min(1),
  secret_access_key: text.min(1),
  session_token: text.min(1),
  expiration: optionalText,
  endpoint_url: optionalText,
  region: optionalText,
});
export type S3Credentials = z.infer<typeof S3Credentials>;

/** The answer of `POST credentials`; an empty or missing object means no access. */
export const CredentialsAnswer = z.looseObject({
  credentials: z
    .union([S3Credentials, z.strictObject({}).transform(() => null)])
    .nullish()
    .transform((value) => value ?? null),
});

/** A file of a dataset in its Croissant record. */
export const Distribution = z.looseObject({
  '@id': optionalText,
  name: optionalText,
  description: optionalText,
  contentUrl: optionalText,
  contentSize: z
    .union([z.number(), text])
    .nullish()
    .transform((value) => value ?? null),
  encodingFormat: z
    .union([text, textList])
    .nullish()
    .transform((value) => (Array.isArray(value) ? (value[0] ?? null) : (value ?? null))),
  sha256: optionalText,
  md5: optionalText,
});
export type Distribution = z.infer<typeof Distribution>;

/** A measured or described property; values stay as they were sent. */
export const PropertyValue = z.looseObject({ name: text, value: z.unknown().optional() });
export type PropertyValue = z.infer<typeof PropertyValue>;

/** The Croissant (JSON-LD) part of a record; only what we read is named, the rest is kept. */
export const Croissant = z.looseObject({
  name: optionalText,
  description: optionalText,
  url: optionalText,
  version: z
    .union([text, z.number()])
    .nullish()
    .transform((v) => (v == null ? null : String(v))),
  license: z.unknown().optional(),
  citeAs: optionalText,
  creator: z.unknown().optional(),
  variableMeasured: z
    .array(PropertyValue)
    .max(100_000)
    .nullish()
    .transform((list) => list ?? []),
  distribution: z
    .array(Distribution)
    .max(1_000_000)
    .nullish()
    .transform((list) => list ?? []),
});
export type Croissant = z.infer<typeof Croissant>;

/** The full record of one dataset. */
export const DatasetRecord = z.looseObject({
  internal_id: text,
  label: optionalText,
  type: optionalText,
  external_id: optionalText,
  domain: optionalText,
  org: optionalText,
  owner: optionalText,
  version: z
    .union([text, z.number()])
    .nullish()
    .transform((v) => (v == null ? null : String(v))),
  locations: z
    .array(WireLocation)
    .max(1_000_000)
    .nullish()
    .transform((list) => list ?? []),
  tags: looseTextList,
  scopes: looseTextList,
  version_of: looseTextList,
  transformation_of: looseTextList,
  credentials: S3Credentials.nullish()
    .catch(null)
    .transform((value) => value ?? null),
  md: Croissant.nullish().transform((value) => value ?? null),
  distribution: z
    .array(Distribution)
    .max(1_000_000)
    .nullish()
    .transform((list) => list ?? []),
});
export type DatasetRecord = z.infer<typeof DatasetRecord>;

/** The answer of `GET summarize`: how often each value of a field occurs. */
export const Summary = z.looseObject({
  field: text,
  query: text,
  total_buckets: count,
  facets: z.array(z.looseObject({ value: text, count })).max(1_000_000),
});
export type Summary = z.infer<typeof Summary>;

/** The answer of `GET preview`. */
export const Preview = z.looseObject({
  dataset_id: text,
  neuroglancer_url: text,
  zarr_files: textList,
  dataset_label: text,
});
export type Preview = z.infer<typeof Preview>;

/** How servers say what went wrong. FastAPI sends a list for validation errors. */
export const ErrorAnswer = z.looseObject({
  detail: z.unknown().optional(),
  /** Our platform also says what is wrong with a query, and where. */
  problem: z
    .looseObject({
      text: z.string(),
      position: z.int().nonnegative(),
      hint: z.string().nullable().default(null),
    })
    .nullable()
    .default(null)
    .catch(null),
});
export type ErrorAnswer = z.infer<typeof ErrorAnswer>;
