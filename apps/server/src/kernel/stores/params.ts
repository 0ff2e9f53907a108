import { type BucketPlace, isBucketName, readEndpoint } from '../blobs/s3/place.ts';
import { invalid } from '../errors.ts';

/** Credentials of a bucket's service. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A bucket that somebody asks for. */
export interface AskedBucket {
  place: BucketPlace;
  /** Null: those of the server are meant. */
  credentials: Credentials | null;
  /** The parameters without credentials, which an answer shows. */
  shown: Record<string, unknown>;
}

/** Names of credentials, in the spelling of other parameters and in Amazon's. */
const CREDENTIALS = {
  access_key_id: 'accessKeyId',
  aws_access_key_id: 'accessKeyId',
  secret_access_key: 'secretAccessKey',
  aws_secret_access_key: 'secretAccessKey',
  session_token: 'sessionToken',
  aws_session_token: 'sessionToken',
} as const satisfies Record<string, keyof Credentials>;

/** Names that look like one of a secret, which an answer must never show. */
const SECRET = /secret|token|passw|credential|access.?key|private|signature/i;

const MOST_PARAMS_BYTES = 10_000;
const MOST_PREFIX_BYTES = 700;

/** Reads the parameters `{bucket, key, endpoint, region, …}` of a storage; throws `invalid_request`. */
export function readParams(params: Readonly<Record<string, unknown>> | null): AskedBucket {
  if (params === null) throw invalid('params', 'must be an object with bucket and key');
  if (Buffer.byteLength(JSON.stringify(params)) > MOST_PARAMS_BYTES)
    throw invalid('params', `must have at most ${MOST_PARAMS_BYTES} bytes`);
  const given: Partial<Credentials> = {};
  const shown: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(params)) {
    if (isCredential(name)) {
      const credential = textOf(params, name);
      if (credential !== null) given[CREDENTIALS[name]] = credential;
    } else if (SECRET.test(name)) {
      throw invalid(
        'params',
        'has an unknown credential: use access_key_id, secret_access_key and, if needed, session_token',
      );
    } else shown[name] = value;
  }
  const bucket = textOf(params, 'bucket') ?? '';
  if (!isBucketName(bucket)) throw invalid('params.bucket', 'must be the name of a bucket');
  return {
    place: { bucket, prefix: prefixOf(params), endpoint: endpointOf(params), region: regionOf(params) },
    credentials: credentialsOf(given),
    shown,
  };
}

const isCredential = (name: string): name is keyof typeof CREDENTIALS => Object.hasOwn(CREDENTIALS, name);

function textOf(params: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = params[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalid(`params.${name}`, 'must be text');
  return value;
}

function prefixOf(params: Readonly<Record<string, unknown>>): string {
  const prefix = (textOf(params, 'key') ?? '').replace(/^\/+|\/+$/g, '');
  if (Buffer.byteLength(prefix) > MOST_PREFIX_BYTES)
    throw invalid('params.key', `must have at most ${MOST_PREFIX_BYTES} bytes`);
  // Some services take the parts of a key for folders.
  if (/[\p{Cc}\\]/u.test(prefix) || (prefix !== '' && prefix.split('/').some((part) => /^\.{0,2}$/.test(part))))
    throw invalid('params.key', 'must be the start of keys, such as figures/lab-a');
  return prefix;
}

function endpointOf(params: Readonly<Record<string, unknown>>): URL | null {
  try {
    return readEndpoint(textOf(params, 'endpoint') ?? textOf(params, 'endpoint_url'));
  } catch (error) {
    throw invalid('params.endpoint', error instanceof Error ? error.message : 'is not an address');
  }
}

function regionOf(params: Readonly<Record<string, unknown>>): string | null {
  const region = textOf(params, 'region') ?? textOf(params, 'region_name');
  if (region !== null && !/^[a-z0-9-]{1,40}$/.test(region))
    throw invalid('params.region', 'must be a name of a region');
  return region;
}

function credentialsOf({ accessKeyId, secretAccessKey, sessionToken }: Partial<Credentials>): Credentials | null {
  if (accessKeyId === undefined && secretAccessKey === undefined && sessionToken === undefined) return null;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw invalid('params', 'must have both access_key_id and secret_access_key, or neither');
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** Tells whether two places are the same bucket, whatever the prefix. */
export const isSameBucket = (a: BucketPlace, b: BucketPlace): boolean =>
  a.bucket === b.bucket && (a.endpoint?.origin ?? null) === (b.endpoint?.origin ?? null);
