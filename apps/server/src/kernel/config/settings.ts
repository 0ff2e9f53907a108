import { isAbsolute, resolve } from 'node:path';

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

function databaseUrl(text: string): string | null {
  if (text !== '' && !/^postgres(ql)?:\/\//.test(text)) throw new Error('must start with postgres://');
  return text || null;
}

function smtpUrl(text: string): string | null {
  if (text !== '' && !/^smtps?:\/\/[^/]/.test(text)) throw new Error('must start with smtp:// or smtps://');
  return text || null;
}

const MEBIBYTE = 1024 * 1024;

export const settings = {
  port: setting({
    env: 'GOFIGR_PORT',
    doc: 'Port to listen on. The links that published clients print are right on 5173.',
    fallback: '5173',
    read: wholeNumber(0, 65535),
  }),
  host: setting({
    env: 'GOFIGR_HOST',
    doc: 'Address to listen on. `0.0.0.0` makes the server reachable from other machines; set `GOFIGR_PUBLIC_URL` then too.',
    fallback: '127.0.0.1',
    read: (text) => text,
  }),
  publicUrl: setting({
    env: 'GOFIGR_PUBLIC_URL',
    doc: 'Address that people use, for links, QR codes and cookies. Empty: `http://localhost:` and the port.',
    fallback: '',
    read: publicUrl,
  }),
  allowedHosts: setting({
    env: 'GOFIGR_ALLOWED_HOSTS',
    doc: 'Further host names to answer to, separated by commas. localhost, loopback and the public host are known; requests for others are refused, against DNS rebinding.',
    fallback: '',
    read: (text) =>
      text
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter((host) => host !== ''),
  }),
  dataDir: setting({
    env: 'GOFIGR_DATA_DIR',
    doc: 'Folder for the database, the blobs and generated secrets. Relative to where the server is started.',
    fallback: './data',
    read: (text) => (isAbsolute(text) ? text : resolve(text)),
  }),
  newData: setting({
    env: 'GOFIGR_NEW_DATA',
    doc: '`allow`: where there is no data yet, the server begins anew. `refuse`: it does not start then; set it once there is data, so that a disk that is not mounted is never taken for an empty archive.',
    fallback: 'allow',
    read: oneOf('allow', 'refuse'),
  }),
  databaseUrl: setting({
    env: 'GOFIGR_DATABASE_URL',
    doc: '`postgres://…`; empty: SQLite in the data folder.',
    fallback: '',
    read: databaseUrl,
  }),
  registration: setting({
    env: 'GOFIGR_REGISTRATION',
    doc: 'Who may open an account: `invite` only people with an invitation, `open` anyone, `closed` nobody (administrators create accounts).',
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
  keyRequests: setting({
    env: 'GOFIGR_API_KEY_REQUESTS',
    doc: 'Requests that one API key may make in a minute; more are answered 429 with `Retry-After`. `0`: any number.',
    fallback: '6000',
    read: wholeNumber(0, 10_000_000),
  }),
  smtpUrl: setting({
    env: 'GOFIGR_SMTP_URL',
    doc: '`smtp://user:password@host:587` or `smtps://…:465`: the mail server for invitations and password resets. Empty: no mail, links are copied by hand.',
    fallback: '',
    read: smtpUrl,
  }),
  mailFrom: setting({
    env: 'GOFIGR_MAIL_FROM',
    doc: 'Sender of mails, such as `GoFigr <gofigr@example.org>`. Empty: `gofigr@` and the public host.',
    fallback: '',
    read: (text) => text || null,
  }),
  trustProxy: setting({
    env: 'GOFIGR_TRUST_PROXY',
    doc: "How many reverse proxies stand in front, each adding to X-Forwarded-For: the client's address is taken from it. `0`: none.",
    fallback: '0',
    read: wholeNumber(0, 10),
  }),
  hstsSeconds: setting({
    env: 'GOFIGR_HSTS_SECONDS',
    doc: 'How long browsers keep to https once they have seen this server, in seconds (Strict-Transport-Security). `0`: not told. Counts only when `GOFIGR_PUBLIC_URL` is https; a year is 31536000.',
    fallback: '0',
    read: wholeNumber(0, 63_072_000),
  }),
  maxBodyBytes: setting({
    env: 'GOFIGR_MAX_BODY_MB',
    doc: 'Largest request body in MiB; a publish carries its data as base64, a third larger than the files.',
    fallback: '1024',
    read: (text) => wholeNumber(1, 1_000_000)(text) * MEBIBYTE,
  }),
  maxNesting: setting({
    env: 'GOFIGR_MAX_NESTING',
    doc: 'Most levels of objects and lists inside each other in a request body.',
    fallback: '200',
    read: wholeNumber(10, 1000),
  }),
  maxItems: setting({
    env: 'GOFIGR_MAX_ITEMS',
    doc: 'Most values in a request body, all levels together.',
    fallback: '1000000',
    read: wholeNumber(1000, 100_000_000),
  }),
  uploadMs: setting({
    env: 'GOFIGR_UPLOAD_MINUTES',
    doc: 'Longest time that a request body may take to arrive.',
    fallback: '60',
    read: (text) => wholeNumber(1, 1440)(text) * 60_000,
  }),
  maxTemporaryBytes: setting({
    env: 'GOFIGR_MAX_TEMPORARY_MB',
    doc: 'Most MiB that one user may have under way at once, received but not yet published.',
    fallback: '4096',
    read: (text) => wholeNumber(1, 1_000_000)(text) * MEBIBYTE,
  }),
  scrubBytesPerSecond: setting({
    env: 'GOFIGR_SCRUB_MB_S',
    doc: 'Megabytes a second at which the server reads all stored bytes in the background, over and over, to find damage before a reader does. `0`: it does not.',
    fallback: '5',
    read: (text) => wholeNumber(0, 10_000)(text) * 1_000_000,
  }),
  reserveBytes: setting({
    env: 'GOFIGR_RESERVE_MB',
    doc: 'MiB of the data folder that are kept free for bad times: when the disk is full they are given up, so that people can still sign in, read and delete. At most an eighth of the disk. `0`: none.',
    fallback: '64',
    read: (text) => wholeNumber(0, 1_000_000)(text) * MEBIBYTE,
  }),
  logLevel: setting({
    env: 'GOFIGR_LOG_LEVEL',
    doc: 'Least severe messages to log, as JSON lines: `silent`, `error`, `warn`, `info` (every request) or `debug`.',
    fallback: 'warn',
    read: oneOf('silent', 'error', 'warn', 'info', 'debug'),
  }),
  webDir: setting({
    env: 'GOFIGR_WEB_DIR',
    doc: 'Folder of the built web app; `npm start` sets it. Empty: the API alone.',
    fallback: '',
    read: (text) => (text === '' ? null : resolve(text)),
  }),
};
