import { isAbsolute, resolve } from 'node:path';
import { type BucketPlace, parsePlace, readEndpoint } from '../blobs/s3/place.ts';

/** One setting: its documentation, its default, and how its text is read. The reference page is made from these. */
export interface Setting<T> {
  env: `GOFIGR_${string}`;
  doc: string;
  /** The default as a person would write it. */
  fallback: string;
  read(text: string): T;
}

const setting = <T>(definition: Setting<T>): Setting<T> => definition;

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new Error(`must be a whole number from ${least} to ${most}`);
    return value;
  };

const oneOf =
  <const T extends readonly string[]>(...values: T) =>
  (text: string): T[number] => {
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) throw new Error(`must be one of ${values.join(', ')}`);
    return value;
  };

function publicUrl(text: string): URL | null {
  if (text === '') return null;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error('must be an http or https address');
  if (url.pathname !== '/' || url.search || url.hash || url.username)
    throw new Error('must have no path, query or user');
  return url;
}

/** Rejects an address that can't be read. The message must not show it: it may hold a password. */
function checkAddress(text: string): void {
  if (!URL.canParse(text))
    throw new Error('is not a valid address: write special characters of the password as %XX, such as %40 for @');
}

function databaseUrl(text: string): string | null {
  if (text !== '' && !/^postgres(ql)?:\/\//.test(text)) throw new Error('must start with postgres://');
  if (text !== '') checkAddress(text);
  return text || null;
}

const blobsUrl = (text: string): BucketPlace | null => (text === '' ? null : parsePlace(text));

const placesOf = (text: string): BucketPlace[] => listOf(text).map(parsePlace);

const endpointsOf = (text: string): string[] =>
  listOf(text).map((address) => {
    const endpoint = readEndpoint(address);
    if (!endpoint) throw new Error('must be http or https addresses');
    return endpoint.origin;
  });

function smtpUrl(text: string): string | null {
  if (text !== '' && !/^smtps?:\/\/[^/]/.test(text)) throw new Error('must start with smtp:// or smtps://');
  if (text !== '') checkAddress(text);
  return text || null;
}

function mailFrom(text: string): string | null {
  if (text !== '' && !/^[^@]*[^\s@<]@[^\s@>]+>?$/.test(text))
    throw new Error('must be a mail address, such as GoFigr <gofigr@example.org>');
  return text || null;
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

const hostNames = (text: string): string[] => listOf(text).map(hostName);

function hostName(text: string): string {
  const name = /^([^\s/:?#@\\]+|\[[\da-f:.]+\])$/i.test(text) ? URL.parse(`http://${text}`)?.hostname : undefined;
  if (!name) throw new Error('must be host names without scheme, port or path, separated by commas');
  return name.toLowerCase();
}

const MEBIBYTE = 1024 * 1024;

export const settings = {
  port: setting({
    env: 'GOFIGR_PORT',
    doc: 'Port to listen on. Links of published clients are right on 5173.',
    fallback: '5173',
    read: wholeNumber(0, 65535),
  }),
  host: setting({
    env: 'GOFIGR_HOST',
    doc: 'Address to listen on. `0.0.0.0` makes the server reachable from other machines; then also set `GOFIGR_PUBLIC_URL`.',
    fallback: '127.0.0.1',
    read: (text) => {
      if (!/^[\w.:%-]+$/.test(text)) throw new Error('must be an address or a host name, without a port');
      return text;
    },
  }),
  publicUrl: setting({
    env: 'GOFIGR_PUBLIC_URL',
    doc: 'Public address of the server, for links, QR codes and cookies. Empty: `http://localhost:` and the port.',
    fallback: '',
    read: publicUrl,
  }),
  allowedHosts: setting({
    env: 'GOFIGR_ALLOWED_HOSTS',
    doc: 'Further accepted host names, separated by commas. The server always accepts localhost, loopback and the public host. It rejects other names, against DNS rebinding.',
    fallback: '',
    read: hostNames,
  }),
  smallBytes: setting({
    env: 'GOFIGR_SMALL_BYTES',
    doc: 'Data of up to this many bytes are kept in the SQLite database and not in files, which is several times faster. 0: all in files.',
    fallback: '65536',
    read: wholeNumber(0, 65536),
  }),
  dataDir: setting({
    env: 'GOFIGR_DATA_DIR',
    doc: 'Folder for the database, the blobs and generated secrets. A relative path starts at the working directory.',
    fallback: './data',
    read: (text) => {
      if (text === '') throw new Error('must name a folder');
      return isAbsolute(text) ? text : resolve(text);
    },
  }),
  newData: setting({
    env: 'GOFIGR_NEW_DATA',
    doc: '`allow`: the server starts with an empty data folder. `refuse`: it does not. Set `refuse` as soon as there is data, so that the server notices a missing disk.',
    fallback: 'allow',
    read: oneOf('allow', 'refuse'),
  }),
  databaseUrl: setting({
    env: 'GOFIGR_DATABASE_URL',
    doc: 'Address of a PostgreSQL database, `postgres://…`. Empty: SQLite in the data folder.',
    fallback: '',
    read: databaseUrl,
  }),
  workers: setting({
    env: 'GOFIGR_WORKERS',
    doc: 'Processes that serve requests on one port, on PostgreSQL only; about one for each processor. See [scaling.md](scaling.md).',
    fallback: '1',
    read: wholeNumber(1, 64),
  }),
  blobsUrl: setting({
    env: 'GOFIGR_BLOBS_URL',
    doc: "S3-compatible bucket for the data, `s3://bucket/prefix?endpoint=https://…&region=…`. Without `endpoint` it is Amazon's. Credentials come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or what else Amazon's programs read. Empty: files in the data folder.",
    fallback: '',
    read: blobsUrl,
  }),
  storageBuckets: setting({
    env: 'GOFIGR_STORAGE_BUCKETS',
    doc: "Buckets that workspaces and organizations may choose for their data without credentials of their own, `s3://bucket/prefix?endpoint=…&region=…`, separated by commas. The server's own credentials are used for them. Anyone who may manage a workspace can use them.",
    fallback: '',
    read: placesOf,
  }),
  storageEndpoints: setting({
    env: 'GOFIGR_STORAGE_ENDPOINTS',
    doc: "Addresses of S3-compatible services in the server's own network that workspaces and organizations may use, `https://host:port`, separated by commas. Others must have public addresses.",
    fallback: '',
    read: endpointsOf,
  }),
  registration: setting({
    env: 'GOFIGR_REGISTRATION',
    doc: 'Who may open an account. `invite`: people with an invitation. `open`: anyone. `closed`: nobody; administrators create accounts. Unset: administrators can change it in the app.',
    fallback: 'invite',
    read: oneOf('invite', 'open', 'closed'),
  }),
  keyMaxDays: setting({
    env: 'GOFIGR_API_KEY_MAX_DAYS',
    doc: 'Longest life of a new API key, in days. A key without an expiry date then lives this long. `0`: keys may live for ever.',
    fallback: '0',
    read: wholeNumber(0, 36_500),
  }),
  keyUnusedDays: setting({
    env: 'GOFIGR_API_KEY_UNUSED_DAYS',
    doc: 'API keys that nobody used for so many days are revoked. `0`: never; `365` is a good choice.',
    fallback: '0',
    read: wholeNumber(0, 36_500),
  }),
  trashDays: setting({
    env: 'GOFIGR_TRASH_DAYS',
    doc: 'Deleted workspaces, analyses, figures, revisions and assets can be restored for so many days. `0`: they are deleted for good at once, and so is everything in the trash.',
    fallback: '30',
    read: wholeNumber(0, 36_500),
  }),
  auditDays: setting({
    env: 'GOFIGR_AUDIT_DAYS',
    doc: 'Entries of the audit list that are older than so many days are deleted. `0`: never.',
    fallback: '0',
    read: wholeNumber(0, 36_500),
  }),
  addressDays: setting({
    env: 'GOFIGR_ADDRESS_DAYS',
    doc: 'Network addresses, clients and machines are emptied after so many days, in the audit list and in the last use of keys and sign-ins. Backups keep them. `0`: never.',
    fallback: '0',
    read: wholeNumber(0, 36_500),
  }),
  keyRequests: setting({
    env: 'GOFIGR_API_KEY_REQUESTS',
    doc: 'Requests that one API key may make in a minute, at all processes and hosts together; more are answered 429 with `Retry-After`. `0`: any number.',
    fallback: '6000',
    read: wholeNumber(0, 10_000_000),
  }),
  smtpUrl: setting({
    env: 'GOFIGR_SMTP_URL',
    doc: 'Mail server for invitations and password resets, `smtp://user:password@host:587` or `smtps://…:465`. Empty: no mail; people copy links.',
    fallback: '',
    read: smtpUrl,
  }),
  mailFrom: setting({
    env: 'GOFIGR_MAIL_FROM',
    doc: 'Sender of mails, such as `GoFigr <gofigr@example.org>`. Empty: `gofigr@` and the public host.',
    fallback: '',
    read: mailFrom,
  }),
  trustProxy: setting({
    env: 'GOFIGR_TRUST_PROXY',
    doc: 'Number of reverse proxies in front. Each adds to `X-Forwarded-For`, which gives the address of the client. `0`: none.',
    fallback: '0',
    read: wholeNumber(0, 10),
  }),
  hstsSeconds: setting({
    env: 'GOFIGR_HSTS_SECONDS',
    doc: 'Seconds for which browsers stay on https after a visit (Strict-Transport-Security). `0`: no such header. It needs an https `GOFIGR_PUBLIC_URL`. A year is 31536000.',
    fallback: '0',
    read: wholeNumber(0, 63_072_000),
  }),
  maxBodyBytes: setting({
    env: 'GOFIGR_MAX_BODY_MB',
    doc: 'Largest request body in MiB. A publish carries its data as base64, a third larger than the files.',
    fallback: '1024',
    read: (text) => wholeNumber(1, 1_000_000)(text) * MEBIBYTE,
  }),
  maxNesting: setting({
    env: 'GOFIGR_MAX_NESTING',
    doc: 'Maximum depth of nested objects and lists in a request body.',
    fallback: '200',
    read: wholeNumber(10, 1000),
  }),
  maxItems: setting({
    env: 'GOFIGR_MAX_ITEMS',
    doc: 'Maximum number of values in a request body, on all levels together.',
    fallback: '1000000',
    read: wholeNumber(1000, 100_000_000),
  }),
  uploadMs: setting({
    env: 'GOFIGR_UPLOAD_MINUTES',
    doc: 'Maximum time for a request body to arrive, in minutes.',
    fallback: '60',
    read: (text) => wholeNumber(1, 1440)(text) * 60_000,
  }),
  maxTemporaryBytes: setting({
    env: 'GOFIGR_MAX_TEMPORARY_MB',
    doc: 'Maximum of received but unpublished data of one user, in MiB.',
    fallback: '4096',
    read: (text) => wholeNumber(1, 1_000_000)(text) * MEBIBYTE,
  }),
  scrubBytesPerSecond: setting({
    env: 'GOFIGR_SCRUB_MB_S',
    doc: 'Megabytes a second of the background check for damage. It reads all stored bytes again and again. `0`: no check. Empty: 5, but no check of a bucket, whose service checks its own disks and may charge for reading.',
    fallback: '',
    read: (text) => (text === '' ? null : wholeNumber(0, 10_000)(text) * 1_000_000),
  }),
  scrubBuckets: setting({
    env: 'GOFIGR_SCRUB_BUCKETS',
    doc: '`on`: the background check for damage also reads the buckets of workspaces and organizations, at the same rate and after the data of the server. Their services may charge for reading.',
    fallback: 'off',
    read: oneOf('off', 'on'),
  }),
  reserveBytes: setting({
    env: 'GOFIGR_RESERVE_MB',
    doc: 'Reserved space in the data folder, in MiB. The server frees it when the disk is full, so that people can still sign in, read and delete. At most an eighth of the disk. `0`: none.',
    fallback: '64',
    read: (text) => wholeNumber(0, 1_000_000)(text) * MEBIBYTE,
  }),
  logLevel: setting({
    env: 'GOFIGR_LOG_LEVEL',
    doc: 'Lowest level of logged messages: `silent`, `error`, `warn`, `info` (every request) or `debug`. Logs are JSON lines.',
    fallback: 'warn',
    read: oneOf('silent', 'error', 'warn', 'info', 'debug'),
  }),
  chromium: setting({
    env: 'GOFIGR_CHROMIUM',
    doc: 'Path of the Chromium that draws pictures of interactive figures. Name the program itself, not a script that adds flags. Empty: the server looks for one. `off`: none.',
    fallback: '',
    read: (text) => (text === '' || text === 'off' ? text : resolve(text)),
  }),
  ocr: setting({
    env: 'GOFIGR_OCR',
    doc: '`on`: searches also find English words in pictures of pixels. The server reads them by OCR while it is idle: half a minute after the last publish, with a load average below half of the processors. Needs the optional packages `tesseract.js-core` and `@tesseract.js-data/eng`.',
    fallback: 'off',
    read: oneOf('off', 'on'),
  }),
  webDir: setting({
    env: 'GOFIGR_WEB_DIR',
    doc: 'Folder of the built web app. `npm start` sets it. Empty: only the API.',
    fallback: '',
    read: (text) => (text === '' ? null : resolve(text)),
  }),
};
