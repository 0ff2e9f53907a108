import { appUrlOf } from './app-url.ts';
import { bytesPayload, jsonPayload } from './bytes/payload.ts';
import type { Call, CallOptions } from './call.ts';
import {
  anonymous,
  apiKeyCredentials,
  type Credentials,
  passwordCredentials,
  tokenCredentials,
} from './credentials.ts';
import { GoFigrError } from './errors.ts';
import { checkKey } from './key.ts';
import { type Publication, publishFigure } from './publish.ts';
import { type ApiKeys, apiKeysOf, type Users, usersOf } from './resources/account.ts';
import { type Analyses, analysesOf } from './resources/analysis.ts';
import { type Assets, assetsOf } from './resources/asset.ts';
import { type AssetRevisions, assetRevisionsOf } from './resources/asset-revision.ts';
import { type DataBytes, dataBytesOf } from './resources/data.ts';
import { type Figures, figuresOf } from './resources/figure.ts';
import { workspaceOf } from './resources/references.ts';
import { type PublishInto, type Revision, type Revisions, revisionsOf } from './resources/revision.ts';
import { type Workspaces, workspacesOf } from './resources/workspace.ts';
import { VERSION } from './route.ts';
import { shortIdsFrom } from './short-ids.ts';
import { Transport } from './transport.ts';
import type { FoundPicture, Info, SavedSearch, SearchAnswer } from './wire.ts';

export const DEFAULT_URL = 'http://localhost:5173';

export interface GoFigrOptions {
  /** Address of the server; absent: `http://localhost:5173`. */
  url?: string | undefined;
  apiKey?: string | undefined;
  /** Instead of a key. */
  username?: string | undefined;
  password?: string | undefined;
  /** Token of a device login, instead of a key. */
  accessToken?: string | undefined;
  /** Name of this machine, which the account page shows beside the key; absent: none is sent. */
  machine?: string | undefined;
  /** Is called with each notice of the server, such as one about the end of the key. */
  onNotice?: ((text: string) => void) | undefined;
  /** ID or name of the workspace to publish into; absent or empty: the primary one. */
  workspace?: string | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** Aborts all requests and waits of this client. */
  signal?: AbortSignal | undefined;
  /**
   * Number of retries after a temporary failure; absent: 4. Only requests that may safely be sent twice are retried.
   */
  retries?: number | undefined;
}

/** Part of the results of a search. */
export interface SearchOptions extends CallOptions {
  /** Results of one answer, up to 100; absent: 20. */
  limit?: number | undefined;
  /** `next` of the answer before. */
  cursor?: string | undefined;
  /** Time zone of days in the query; absent: that of this machine. */
  timeZone?: string | undefined;
}

interface AnyCall extends CallOptions, Pick<Call, 'parse'> {
  query?: Record<string, string | number | undefined> | undefined;
  body?: unknown;
}

/** A server, as one user sees it. */
export class GoFigr {
  /** Address of the server, without a final slash. */
  readonly url: string;
  /** Number of retries after a temporary failure. */
  readonly retries: number;
  readonly workspaces: Workspaces;
  readonly analyses: Analyses;
  readonly figures: Figures;
  readonly revisions: Revisions;
  readonly assets: Assets;
  readonly assetRevisions: AssetRevisions;
  readonly data: DataBytes;
  readonly apiKeys: ApiKeys;
  readonly users: Users;
  readonly #transport: Transport;
  readonly #nextShortId: (options?: CallOptions) => Promise<string>;
  readonly #publishInto: PublishInto;
  readonly #named: string | undefined;
  #default: Promise<string> | undefined;

  /** Sends no request. Throws `key_not_valid` for a malformed key and a `TypeError` for a malformed address. */
  constructor(options: GoFigrOptions = {}) {
    this.url = baseOf(options.url ?? DEFAULT_URL);
    this.retries = options.retries ?? 4;
    this.#named = options.workspace?.trim() || undefined;
    const transport = new Transport({
      base: this.url,
      credentials: credentialsOf(options),
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      retry: { retries: this.retries },
      signal: options.signal,
      machine: options.machine,
      onNotice: options.onNotice,
    });
    this.#transport = transport;
    this.#nextShortId = shortIdsFrom(transport);
    const workspace = (signal: AbortSignal | undefined): Promise<string> => this.defaultWorkspace({ signal });
    this.workspaces = workspacesOf(transport);
    this.analyses = analysesOf(transport, workspace);
    this.figures = figuresOf(transport, workspace);
    const { revisions, publishInto } = revisionsOf(transport);
    this.revisions = revisions;
    this.#publishInto = publishInto;
    this.assets = assetsOf(transport, workspace);
    this.assetRevisions = assetRevisionsOf(transport, workspace);
    this.data = dataBytesOf(transport);
    this.apiKeys = apiKeysOf(transport);
    this.users = usersOf(transport);
  }

  /** Publishes a revision of a figure. Creates an analysis or figure given by name if it doesn't exist. */
  publish(publication: Publication, options?: CallOptions): Promise<Revision> {
    const defaultWorkspace = (signal: AbortSignal | undefined): Promise<string> => this.defaultWorkspace({ signal });
    const deps = { transport: this.#transport, publishInto: this.#publishInto, defaultWorkspace };
    return publishFigure({ ...deps, nextShortId: this.#nextShortId }, publication, options);
  }

  /**
   * Sends any other request and returns the JSON of its answer, parsed by `parse` if given. `path` is relative to
   * `/api/{version}/`, or to the server's address if it starts with a slash. The body is sent as JSON. A GET is retried
   * after a temporary failure.
   */
  call<T>(method: Call['method'], path: string, { body, query = {}, parse, signal }: AnyCall = {}): Promise<T> {
    const payload = body === undefined ? undefined : jsonPayload(body);
    const url = new URL(`${this.url}${path.startsWith('/') ? '' : `/api/${VERSION}/`}${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    return this.#transport.json<T>({ method, url: url.href, payload, parse }, { signal });
  }

  /** Searches everything that the caller may view, best match first (docs/protocol.md, section 18). */
  search(text: string, { limit, cursor, timeZone, ...options }: SearchOptions = {}): Promise<SearchAnswer> {
    const tz = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const query = { q: text, tz, cursor, ...(limit !== undefined && { limit: String(limit) }) };
    return this.#transport.call('GET /search/', { ...options, query });
  }

  /** Returns the searches that the user saved. Not with a key for one workspace. */
  savedSearches(options: CallOptions = {}): Promise<SavedSearch[]> {
    return this.#transport.call('GET /saved_search/', options);
  }

  /**
   * Finds the revisions that a picture shows, the most certain first: a screenshot, a photo, a slide or a PDF. Empty if
   * the picture is unknown. The server keeps nothing of it. Throws `not_drawable` for a file that is no picture.
   */
  async whence(picture: Uint8Array<ArrayBuffer>, options: CallOptions = {}): Promise<FoundPicture[]> {
    const parts = { payload: bytesPayload(picture), repeatable: true, ...options };
    return (await this.#transport.send('POST /search/picture/', parts)).results;
  }

  /** Address of the server's pages, without a final slash. */
  get appUrl(): string {
    return appUrlOf(this.url);
  }

  /** Returns the server's version and settings. Needs no account. */
  info(options?: CallOptions): Promise<Info> {
    return this.#transport.call('GET /info/', options);
  }

  /** Returns the ID of the default workspace: the client's own, else the caller's primary one. */
  async defaultWorkspace(options?: CallOptions): Promise<string> {
    const pending = (this.#default ??= this.#findDefault(options));
    try {
      return await pending;
    } catch (error) {
      if (this.#default === pending) this.#default = undefined;
      throw error;
    }
  }

  #findDefault(options: CallOptions = {}): Promise<string> {
    return this.#named === undefined ? this.#findPrimary(options) : workspaceOf(this.#transport, this.#named, options);
  }

  async #findPrimary(options?: CallOptions): Promise<string> {
    const primary = await this.workspaces.primary(options);
    if (primary === undefined)
      throw new GoFigrError('There is no primary workspace. Give the ID of a workspace.', { code: 'not_found' });
    return primary.api_id;
  }
}

function credentialsOf({ apiKey, accessToken, username, password }: GoFigrOptions): Credentials {
  if (apiKey !== undefined) return apiKeyCredentials(checkKey(apiKey));
  if (accessToken !== undefined) return tokenCredentials(accessToken);
  if (username === undefined && password === undefined) return anonymous;
  if (username === undefined || password === undefined)
    throw new TypeError('GoFigr: give an API key, or both username and password');
  return passwordCredentials(username, password);
}

/**
 * Checks the server's address and removes final slashes. Refuses passwords and queries, which would leak into requests.
 */
function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new TypeError(`GoFigr: a server address begins with http:// or https://, unlike ${JSON.stringify(text)}`);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new TypeError('GoFigr: a server address must not have a password, query or fragment');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
