import { appUrlOf } from './app-url.ts';
import { jsonPayload } from './bytes/payload.ts';
import type { Call, CallOptions } from './call.ts';
import { anonymous, apiKeyCredentials, type Credentials, passwordCredentials } from './credentials.ts';
import { GoFigrError } from './errors.ts';
import { checkKey } from './key.ts';
import { type Publication, publishFigure } from './publish.ts';
import { type ApiKeys, apiKeysOf, type Users, usersOf } from './resources/account.ts';
import { type Analyses, analysesOf } from './resources/analysis.ts';
import { type Assets, assetsOf } from './resources/asset.ts';
import { type AssetRevisions, assetRevisionsOf } from './resources/asset-revision.ts';
import { type DataBytes, dataBytesOf } from './resources/data.ts';
import { type Figures, figuresOf } from './resources/figure.ts';
import { type Revision, type Revisions, revisionsOf } from './resources/revision.ts';
import { type Workspaces, workspacesOf } from './resources/workspace.ts';
import { VERSION } from './route.ts';
import { shortIdsFrom } from './short-ids.ts';
import { Transport } from './transport.ts';
import type { Info } from './wire.ts';

export const DEFAULT_URL = 'http://localhost:5173';

export interface GoFigrOptions {
  /** Address of the server; absent: `http://localhost:5173`. */
  url?: string | undefined;
  apiKey?: string | undefined;
  /** Instead of a key. */
  username?: string | undefined;
  password?: string | undefined;
  /** ID of the workspace to publish into; absent or empty: the primary one. */
  workspace?: string | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** Ends everything this client does. */
  signal?: AbortSignal | undefined;
  /** How often what may pass is tried again; 4 when absent. Only what can be done twice without harm is. */
  retries?: number | undefined;
}

interface AnyCall extends CallOptions, Pick<Call, 'parse'> {
  query?: Record<string, string | number | undefined> | undefined;
  body?: unknown;
}

/** A server, as one user sees it. */
export class GoFigr {
  /** Address of the server, without a slash at its end. */
  readonly url: string;
  /** How often what may pass is tried again. */
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
  readonly #named: string | undefined;
  #primary: Promise<string> | undefined;

  /** Asks the server nothing yet. Throws `key_not_valid` when the key can't be one, and when the address is none. */
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
    });
    this.#transport = transport;
    this.#nextShortId = shortIdsFrom(transport);
    const workspace = (signal: AbortSignal | undefined): Promise<string> => this.defaultWorkspace({ signal });
    this.workspaces = workspacesOf(transport);
    this.analyses = analysesOf(transport, workspace);
    this.figures = figuresOf(transport);
    this.revisions = revisionsOf(transport);
    this.assets = assetsOf(transport, workspace);
    this.assetRevisions = assetRevisionsOf(transport);
    this.data = dataBytesOf(transport);
    this.apiKeys = apiKeysOf(transport);
    this.users = usersOf(transport);
  }

  /** Publishes a revision of a figure; analysis and figure are made when they are named and not there. */
  publish(publication: Publication, options?: CallOptions): Promise<Revision> {
    const { revisions } = this;
    const defaultWorkspace = (signal: AbortSignal | undefined): Promise<string> => this.defaultWorkspace({ signal });
    const deps = { transport: this.#transport, revisions, defaultWorkspace };
    return publishFigure({ ...deps, nextShortId: this.#nextShortId }, publication, options);
  }

  /**
   * Any other call: `path` is below `/api/{version}/`, or with a slash in front below the server's address; the body is
   * sent as JSON. A GET is tried again when what goes wrong may pass. Gives the answer's JSON, read by `parse` if there is
   * one.
   */
  call<T>(method: Call['method'], path: string, { body, query = {}, parse, signal }: AnyCall = {}): Promise<T> {
    const payload = body === undefined ? undefined : jsonPayload(body);
    const url = new URL(`${this.url}${path.startsWith('/') ? '' : `/api/${VERSION}/`}${path}`);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    return this.#transport.json<T>({ method, url: url.href, payload, parse }, { signal });
  }

  /** Where the server has its pages, without a slash at its end. */
  get appUrl(): string {
    return appUrlOf(this.url);
  }

  /** What the server is; needs no account. */
  info(options?: CallOptions): Promise<Info> {
    return this.#transport.call('GET /info/', options);
  }

  /** ID of the workspace that is meant when none is named: the client's own, else the caller's primary one. */
  async defaultWorkspace(options?: CallOptions): Promise<string> {
    if (this.#named !== undefined) return this.#named;
    const pending = (this.#primary ??= this.#findPrimary(options));
    try {
      return await pending;
    } catch (error) {
      if (this.#primary === pending) this.#primary = undefined;
      throw error;
    }
  }

  async #findPrimary(options?: CallOptions): Promise<string> {
    const primary = await this.workspaces.primary(options);
    if (primary === undefined)
      throw new GoFigrError('There is no primary workspace: name the workspace.', { code: 'not_found' });
    return primary.api_id;
  }
}

function credentialsOf({ apiKey, username, password }: GoFigrOptions): Credentials {
  if (apiKey !== undefined) return apiKeyCredentials(checkKey(apiKey));
  if (username === undefined && password === undefined) return anonymous;
  if (username === undefined || password === undefined)
    throw new TypeError('GoFigr: give an API key, or both username and password');
  return passwordCredentials(username, password);
}

/** The address that requests begin with: no slash at its end, and nothing that would leak into requests. */
function baseOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new TypeError(
      `GoFigr: the address of a server begins with http:// or https://, not like ${JSON.stringify(text)}`,
    );
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new TypeError('GoFigr: the address of a server has no password, query or fragment in it');
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
