/**
 * The sentences of the wire contract (protocol.md, sections 1–11) under stable numbers, and a few of safety that go
 * beyond it (S). Numbers are never reused: a new sentence goes to the end of its section.
 */

export interface Sentence {
  text: string;
  /** The part of the work that makes it true; `later` where none is planned yet. */
  part: number | 'later';
  /** The test outside this folder that holds it, from the top of the repository. */
  elsewhere?: string;
}

export interface Section {
  title: string;
  sentences: Readonly<Record<string, Sentence>>;
}

const now = (text: string): Sentence => ({ text, part: 1 });
const part = (number: number | 'later', text: string): Sentence => ({ text, part: number });

export const sections: readonly Section[] = [
  {
    title: '1. Routing',
    sentences: {
      '1.1': now('Every version prefix `/api/v1*/` reaches the same routes (v1, v1.1, v1.2, v1.3, v1.4, v1.4.1)'),
      '1.2': now('The version reaches the handler, since a few shapes differ by it'),
      '1.3': now('With and without a trailing slash are the same route'),
      '1.4': now('Repeated slashes collapse'),
      '1.5': now('Web pages live at `/r/{id}`, `/workspace/{id}`, `/analysis/{id}`, `/figure/{id}`, `/revision/{id}`'),
      '1.6': now('Web pages live at `/asset/{id}` and `/asset_revision/{id}`'),
      '1.7': { ...now('The default port is 5173'), elsewhere: 'apps/server/src/kernel/config/config.test.ts' },
      '1.8': now('`metadata/{token}` accepts a cross-origin browser `POST` with preflight and without credentials'),
      '1.9': now('IDs are random UUIDs of version 4 in lower case'),
      '1.10': now('Times are ISO 8601 with microseconds and an offset'),
      '1.11': now('The same moment is printed the same way wherever it appears'),
      '1.12': now("Times sent as Python's `str(datetime)`, without an offset too (then UTC), are accepted"),
      '1.13': now('Lists are bare JSON arrays'),
      '1.14': now('The answer to a create or an update has the shape of the `GET`'),
      '1.15': now('An object reads the same for everyone who may see it'),
      '1.16': now('Children and list entries are in order of creation, oldest first'),
      '1.17': now('Only `log` and `recent` are newest first'),
    },
  },
  {
    title: '2. Authentication',
    sentences: {
      '2.1': now('An API key signs in by `Authorization: Token <key>`'),
      '2.2': now('`POST /api/token/` takes a form: 200 `{access, refresh}`'),
      '2.3': now('`POST /api/token/` takes JSON: 200 `{access, refresh}`'),
      '2.4': now('A wrong password is 401'),
      '2.5': now('`POST /api/token/refresh/` takes a form or JSON: 200 `{access}`'),
      '2.6': now('A bad refresh token is 401'),
      '2.7': now('An access token signs in by `Authorization: Bearer`'),
      '2.8': now('A bad access token is 401 with `code: token_not_valid` and a `detail`'),
      '2.9': now('Nobody in particular sees `info/`'),
      '2.10': now('Nobody in particular sees what is shared by link'),
      '2.11': now('Nobody in particular may `POST metadata/{token}`'),
      '2.12': now('For nobody in particular, anything else that exists is 403'),
      '2.13': now(
        'An unknown, revoked or expired key is 401 with a `detail`, never anonymous, never `token_not_valid`',
      ),
      '2.14': now('Signed in but not allowed is 403 on view, update, delete, thumbnail, log and members'),
      '2.15': now('Signed in but not allowed is 403 on sharing'),
      '2.16': now('Signed in but not allowed is 403 on storage'),
      '2.17': now('Not found is 404'),
      '2.18': now('A method that does not exist on a resource is 405 (`PUT`, `PATCH`, `DELETE data/{id}/`)'),
      '2.19': now(
        '`GET info/` has `version`, `ai_enabled: false`, `auth0_domain`, `auth0_cli_client_id`, `auth0_audience`',
      ),
      '2.20': now("The three auth0 fields are null where the server's public URL is not https"),
      '2.21': part('later', 'Device login by `/oauth/device/code` and `/oauth/token`'),
      '2.22': part(
        'later',
        'An expired access token is 401 with `token_not_valid` (needs a clock that tests can move)',
      ),
    },
  },
  {
    title: '3. API keys',
    sentences: {
      '3.1': now('Fields: `api_id, name, token, created, last_used, expiry, workspace`'),
      '3.2': now('`POST api_key/` is 201 with `token`, the only time it is shown'),
      '3.3': now('`GET api_key/` and `GET api_key/{id}/` have `token: null`'),
      '3.4': now("Only the caller's own keys are listed; another user's is 403 or 404"),
      '3.5': now('`DELETE api_key/{id}/` is 204; every later use is 401; it cannot be undone'),
      '3.6': now('At most 25 live keys a user; the 26th is 400 and says so'),
      '3.7': now('A name is required, trimmed, not empty'),
      '3.8': now('A request made with a key may not create or revoke keys: 403'),
      '3.9': now('A request made with a key never sees the secret of a key'),
      '3.10': now('A key with a `workspace` reaches that workspace alone: others are 403 and absent from lists'),
      '3.11': now("Creating a key for a workspace the user can't reach is 403"),
      '3.12': now('If the user later loses that workspace, the key loses it too'),
      '3.13': now('`expiry` has an offset; after it the key is 401'),
      '3.14': now('`last_used` moves on every use'),
      '3.15': now('`user/` works with a key'),
    },
  },
  {
    title: '4. Users',
    sentences: {
      '4.1': now('`GET user/` is a list of one: the caller'),
      '4.2': now('`GET user/{username}` is one'),
      '4.3': now(
        'Fields: `username, first_name, last_name, email, date_joined, is_active, is_staff, avatar, user_profile`',
      ),
      '4.4': now('`PUT user/{username}/` is for the caller only, else 403'),
      '4.5': now("A `username` in the body that differs from the caller's is 403"),
      '4.6': now('`is_staff` is ignored'),
      '4.7': now('`user_profile` replaces the old one whole'),
      '4.8': now('`avatar` is a base64 PNG or null'),
    },
  },
  {
    title: '5. The tree',
    sentences: {
      '5.1': now('`GET workspace/` lists what the caller can reach'),
      '5.2': now('`POST x/` is 201'),
      '5.3': now('`PUT` and `PATCH` both leave absent fields as they are'),
      '5.4': now('`DELETE x/{id}/` is 204, and the object is gone'),
      '5.5': now("A workspace's `organization: null` is sent on purpose"),
      '5.6': now(
        'Ignored when sent: `api_id`, `size_bytes`, `created_*`, `updated_*`, `child_updated_*`, `revision_index`, `is_processing`, child lists',
      ),
      '5.7': now('Clients send the whole object back, unknown fields included: never fail on it'),
      '5.8': now('Fields of an organization'),
      '5.9': now('Fields of a workspace'),
      '5.10': now('Fields of an analysis'),
      '5.11': now('Fields of a figure'),
      '5.12': now('Fields of a revision'),
      '5.13': now('Fields of an asset'),
      '5.14': now('Fields of an asset revision'),
      '5.15': now('Fields of a datum'),
      '5.16': now('Parents are IDs'),
      '5.17': now(
        'Children are nested objects with their scalar fields and `_shallow: true`, without their own children',
      ),
      '5.18': now('The workspace list of v1.4 and later is shallow: `_shallow: true`, `analyses` and `assets` null'),
      '5.19': now('`updated_on` and `updated_by` are null until the first update'),
      '5.20': now(
        'Creating, updating or deleting a revision moves `child_updated_on/by` of figure, analysis and workspace to that moment and user',
      ),
      '5.21': now('Asset revisions move `child_updated_on/by` of asset and workspace'),
      '5.22': now('`size_bytes` of every ancestor follows in the same answer'),
      '5.23': now('A user has exactly one `primary` workspace, made with the account'),
      '5.24': now('Creating a primary workspace is 400'),
      '5.25': now("Changing a workspace's type either way is 400"),
      '5.26': now('An unknown workspace type is 400'),
      '5.27': now('Deleting the primary workspace is 400'),
      '5.28': now('The default type is `secondary`'),
      '5.29': now('Moving needs rights on both ends, else 403'),
      '5.30': now('`metadata: []` is treated as `{}`'),
      '5.31': now('Any JSON value in `metadata` is stored and comes back as it was'),
      '5.32': now('`POST revision/` with `figure, metadata, data, assets, is_clean_room` is 201'),
      '5.33': now("`client_id`, any UUID, becomes the revision's `api_id`"),
      '5.34': now('The same `client_id` again is 409'),
      '5.35': now('A datum has a `type` of image, code, text, dataframe, file'),
      '5.36': now("A datum's `metadata` comes back as sent, `local_id` and old formats included"),
      '5.37': now('Bytes come back exactly, even when they are not valid for their format'),
      '5.38': now('A truncated PNG is stored, and simply has no thumbnail'),
      '5.39': now('Answers hold shallow data: all fields filled, only `data` null'),
      '5.40': now('`GET data/{id}/` returns the base64 bytes'),
      '5.41': now("A datum's `metadata` is always an object; `is_clean_room` is in `GET data/{id}/` too"),
      '5.42': now('`hash` is the BLAKE3 hex of the bytes'),
      '5.43': now('`data` in a `PUT` or `PATCH` of a revision replaces the list'),
      '5.44': now('An item with an `api_id` of this revision and no bytes is kept'),
      '5.45': now('`?silent=true` writes no activity'),
      '5.46': now('`is_processing` is false once everything clients can see is ready'),
      '5.47': now('`assets` links figure revisions to asset revisions, with their permissions'),
      '5.48': now("A revision's answer also has `figure_metadata` (`api_id, name, analysis`)"),
      '5.49': now('`POST revision/{id}/derive/`'),
      '5.50': now('`POST revision/{id}/append_data/`'),
      '5.51': now('`POST revision/auto-assign/`'),
      '5.52': now('`POST asset/find_by_name/` and `POST asset_revision/find_by_hash/`'),
      '5.53': now(
        'An asset is for one analysis of its workspace or for all of it; the links it has follow their permissions',
      ),
      '5.54': now('The same bytes in several asset revisions each count into sizes and are found by one hash'),
    },
  },
  {
    title: '6. Who may do what',
    sentences: {
      '6.1': now('Workspace roles owner, admin, creator, viewer and what each may do'),
      '6.2': now('Organization roles and their reach over the workspaces of the organization'),
      '6.3': now('`GET workspace/{id}/members/` is `[{username, membership_type}]`'),
      '6.4': now('`GET organization/{id}/members/`'),
      '6.5': now('`members/add/`, `/change/`, `/remove/` and their rules'),
      '6.6': now('Making, listing, reading, withdrawing and accepting invitations'),
      '6.7': now('`share/link/`'),
      '6.8': now('`share/user/`'),
      '6.9': now('Sharing a thing shares what is below it; workspaces and organizations have no `share/`'),
      '6.10': now('Moving a workspace into an organization needs rights there'),
      '6.11': now('Someone removed from an organization keeps the workspaces they own'),
      '6.12': now(
        'Whoever creates an organization is its `org_admin`; deleting one leaves its workspaces to their owners',
      ),
    },
  },
  {
    title: '7. Around the tree',
    sentences: {
      '7.1': now('`GET {workspace,analysis}/{id}/log/` is the activity, newest first'),
      '7.2': now(
        'Fields of a log item: `api_id, username, timestamp, action, target_id, target_type, target_name, deleted, deleted_sentinel, thumbnail, analysis_id, analysis_name`',
      ),
      '7.3': now('`action` is create, update, move or delete'),
      '7.4': now('There is one item per change'),
      '7.5': now("A workspace's log includes everything below it"),
      '7.6': now("An analysis' log includes everything below it, and nothing beside it"),
      '7.7': now('Views, keys and sign-ins are not in the log'),
      '7.8': now('`deleted_sentinel` is the name a deleted thing had'),
      '7.9': now('`GET …/log/{log id}/` is one item'),
      '7.10': now("An organization's log"),
      '7.11': now('`GET workspace/{id}/recent/?limit=N` is `{analyses, figures, assets}`, newest first'),
      '7.12': now('`GET {analysis,figure,revision}/{id}/thumbnail/{size}` is `{"thumbnail": base64 PNG or null}`'),
      '7.13': now('`GET {asset,asset_revision}/{id}/thumbnail/{size}`'),
      '7.14': now('`GET {workspace,organization}/{id}/storage/` is `{"vendor":"GoFigr.io","params":null}` by default'),
      '7.15': now('`GET data/{id}/storage/` is `{"vendor":"GoFigr.io"}` by default'),
      '7.19': part('later', '`POST storage/` and `storage/test/` of workspaces and organizations'),
      '7.16': now('Membership and sharing events go to a separate audit list'),
      '7.17': now('A move is in the logs of both ends, and once in a log that has both'),
      '7.18': now('A log item has a thumbnail while its target is there and has a picture'),
    },
  },
  {
    title: '8. Short IDs',
    sentences: {
      '8.1': now('`POST short_id_prefix/reserve/` is 201 with a prefix of 8 base62 characters'),
      '8.2': now('A client makes IDs itself, prefix + base62(counter), and sends one as `short_id` with a revision'),
      '8.3': now("`/r/{id}` opens the revision's page by either kind of ID"),
      '8.4': now('A short ID whose prefix the caller did not reserve is 400 or 409'),
      '8.5': now('A short ID that is taken is 400 or 409'),
    },
  },
  {
    title: '9. Metadata proxy',
    sentences: {
      '9.1': now('`POST metadata/` is 201 with the proxy, 60 seconds when no expiry is asked for, less than 24 h ever'),
      '9.2': now('`POST metadata/{token}` by anyone, at most 64 kB'),
      '9.3': now('`GET metadata/{token}` is for the initiator only'),
      '9.4': now('`DELETE metadata/{token}` is 204; gone after expiry'),
    },
  },
  {
    title: '10. Our own endpoints',
    sentences: {
      '10.1': now('They are described in the generated OpenAPI document and never change an answer above'),
      '10.2': part('later', 'An extra field of `info/` tells our own clients of device login'),
      '10.3': now(
        '`GET {figure,revision,asset,asset_revision}/{id}/lineage/` is what fed it and what it fed, over several steps, as far as the reader may see',
      ),
      '10.4': now(
        '`POST {workspace,analysis,figure,asset}/find_or_create/` is 200 with the oldest of a name in its parent, however the name is composed, or 201 with a new one; of many at once one makes it',
      ),
    },
  },
  {
    title: '11. Details',
    sentences: {
      '11.1': now('`_shallow` is always sent: false in answers, true in the v1.4 workspace list and where nested'),
      '11.2': now("Nested children carry their parent's ID and leave out child lists, `data` and `assets`: absent"),
      '11.3': now("An object's own lists are `[]`, never null, except in the v1.4 workspace list"),
      '11.4': now('`figure_revisions` is `[]`, never null'),
      '11.5': now('Parents in answers are plain IDs'),
      '11.6': now("On create, an `assets` entry's `figure_revision` is ignored; links in answers are plain IDs"),
      '11.7': now('`GET organization/` items equal `GET organization/{id}/`'),
      '11.8': now('`size_bytes` is the decoded bytes of the data below and nothing else; 0 when empty, never null'),
      '11.9': now('`revision_index` is always a number'),
      '11.10': now('`name` is required, never null'),
      '11.11': now('`data: []` in a `PUT` changes nothing'),
      '11.12': now('A datum sent back with its `api_id` and bytes keeps that ID'),
      '11.13': now('`data` keeps the order sent; answers list every datum at once'),
      '11.14': now('Only revisions move `child_updated_*`'),
      '11.15': now('Only `PUT` and `PATCH` of the object itself set its `updated_*`; children do not'),
      '11.16': part('later', '`storage/` and `storage/test/` answer the same; a test changes nothing'),
      '11.17': now('`share/user/` lists only those switched on; sharing sets no `updated_*`'),
      '11.18': now('A revoked key leaves the list'),
      '11.19': now('`find_by_name` is exact, oldest first'),
      '11.20': now('`is_clean_room` is writable by `PATCH`'),
      '11.21': now('`derive` copies `is_clean_room`; its `metadata` is optional'),
      '11.22': now('Auto-assign falls back to "Anonymous Figure"'),
      '11.23': now("A log includes the object's own create"),
      '11.24': now('Log entries outlive their targets'),
      '11.25': now('405 wins over 403 and 404'),
      '11.26': now('403 wins over 400, on create and move'),
      '11.27': now('403 wins over 400 on invite'),
      '11.28': now('Anonymous without the right: 403'),
      '11.29': now('A Bearer 401 always has `code`'),
      '11.30': now('An API-key 401 never says `token_not_valid`'),
      '11.31': now('In `members/` the owner is listed under the exact login name'),
      '11.32': now('`GET members/` is for every member'),
      '11.33': now('`token/` takes the username only, case-exact'),
      '11.34': now('Usernames, `[A-Za-z0-9_.@+-]`, go into URLs unescaped'),
      '11.35': now('A deleted, spent or expired invitation is 4xx everywhere and leaves the list'),
      '11.36': now('`PUT user/` ignores mail, dates and flags'),
      '11.37': now('Answers are `application/json`'),
      '11.38': now('No redirect on any POST'),
      '11.39': now('`/organization/{id}` is a page too'),
      '11.40': now('Rate limits never count successful sign-ins'),
      '11.41': now('v1: analyses and figures as plain ID strings, revisions of a figure as objects, bytes embedded'),
      '11.42': now("v1.1: every revision answer carries each datum's base64"),
      '11.43': now('v1.1: nested objects, no null lists'),
      '11.44': now('v1.1: two calls: `POST` without `data` (`data: []`), then `PUT ?silent=true`'),
      '11.45': now('v1.2: shallow data, full workspace list, hash and size ready in the answer, `local_id` echoed'),
      '11.46': now('v1.3: `is_processing`, full workspace list'),
      '11.47': now(
        'v1.4 and v1.4.1: shallow workspace list, `is_clean_room`, `client_id` and one-call publish, `short_id`',
      ),
      '11.48': now('v1.4 and v1.4.1: derive, append_data, auto-assign'),
      '11.49': part('later', 'v1.4 and v1.4.1: device login'),
      '11.50': now('v1.2 and v1.3: `organization.workspaces` are whole, with their analyses and assets'),
    },
  },
  {
    title: 'R. The published R client, by a replay of its requests',
    sentences: {
      'R.1': now('Its requests in their order get the statuses it expects'),
      'R.2': now('`client_id` may be a UUID of any version, in upper case; the empty list `[]` is empty metadata'),
      'R.3': now('What it reads back is what it sent: data, links, the name of the figure, a file of no bytes'),
      'R.4': now(
        'Deleting its analysis removes figure, revision and data, and leaves the tracked file in the workspace',
      ),
      'R.5': now('1.1, API v1.2: its requests in their order get the statuses it expects, without client or short ID'),
      'R.6': now('1.1: what it publishes twice is two revisions of one figure; objects of lists have names'),
      'R.7': now('1.1: an empty `workspace` names the primary one, where analyses and assets are made'),
    },
  },
  {
    title: 'S. Safety, beyond the protocol',
    sentences: {
      'S.1': now('An unknown user and a wrong password get the same answer'),
      'S.2': now('Guessing is answered 429 with `Retry-After`'),
      'S.3': now('A write from another site is refused with 403'),
      'S.4': now('An unknown `Host` is refused'),
      'S.5': now('A new key reads `gf_`, 43 base62 characters, and 6 of the CRC-32 of what precedes'),
      'S.6': now('`GET api_key/current/` describes the calling key'),
      'S.7': now('A web session is a cookie with `HttpOnly` and `SameSite=Lax`; signing out ends it on the server'),
      'S.8': now('A set-up link works once: with an account there, set-up is refused'),
      'S.9': now('`/healthz` and `/readyz` answer'),
      'S.10': now('Every error has one shape: `code` and `detail`'),
      'S.20': now(
        'No key deletes a workspace or an organization, hands one over or gives it to others: `not_with_a_key`',
      ),
      'S.21': now('A key for one workspace sees itself alone and changes no profile'),
      'S.22': now('Wrong sign-ins for a name are limited, and leave a live session its password change'),
      'S.23': now('Whoever is added to a workspace or an organization is told, and can accept or leave'),
      'S.24': now('Until somebody who was added accepts, each side is to the other like a name that nobody has'),
      'S.25': now('Names that nobody has can be added or shared with 30 times an hour, then 429 with `Retry-After`'),
      'S.11': now("`GET admin/health/` is for the server's administrators, and never with a key"),
    },
  },
];

const all = new Map(sections.flatMap((section) => Object.entries(section.sentences)));

/** The sentence under this number; throws where there is none, so that a test can't name one that doesn't exist. */
export function sentence(id: string): Sentence {
  const found = all.get(id);
  if (!found) throw new Error(`No sentence has the number ${id}`);
  return found;
}
