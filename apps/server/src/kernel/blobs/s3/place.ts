/** An S3-compatible bucket, and the part of it that is used. */
export interface BucketPlace {
  bucket: string;
  /** Start of all keys, without a slash at its end; empty for the whole bucket. */
  prefix: string;
  /** Address of a service other than Amazon's; null for Amazon's. */
  endpoint: URL | null;
  /** Absent: `AWS_REGION`, or else `us-east-1`. */
  region: string | null;
}

/** Names of buckets: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const isBucketName = (name: string): boolean => BUCKET.test(name);

/** Reads `s3://bucket/prefix?endpoint=https://…&region=…`. Throws what is wrong; the message shows no part of it. */
export function parsePlace(text: string): BucketPlace {
  const url = URL.parse(text);
  if (url?.protocol !== 's3:') throw new Error('must be s3://bucket/prefix?endpoint=…&region=…');
  if (url.username || url.password)
    throw new Error('must hold no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  if (!isBucketName(url.host)) throw new Error('must name a bucket: 3 to 63 letters, digits, dots and hyphens');
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'endpoint' && name !== 'region');
  if (unknown !== undefined) throw new Error('takes only endpoint and region after the question mark');
  return {
    bucket: url.host,
    prefix: prefixOf(url.pathname),
    endpoint: readEndpoint(url.searchParams.get('endpoint')),
    region: url.searchParams.get('region'),
  };
}

function prefixOf(path: string): string {
  try {
    return decodeURIComponent(path).replace(/^\/+|\/+$/g, '');
  } catch (error) {
    throw new Error('must have a prefix whose special characters are written as %XX', { cause: error });
  }
}

/** Reads the address of a service; null is Amazon's. Throws what is wrong; the message shows no part of it. */
export function readEndpoint(text: string | null): URL | null {
  if (text === null) return null;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('must have an http or https address as endpoint');
  if (url.username || url.pathname !== '/' || url.search)
    throw new Error('must have an endpoint without user, path or query');
  return url;
}

/** `s3://bucket/prefix` */
export const locationOf = ({ bucket, prefix }: Pick<BucketPlace, 'bucket' | 'prefix'>): string =>
  `s3://${bucket}${prefix && `/${prefix}`}`;
