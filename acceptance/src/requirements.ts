/**
 * The numbered requirements of docs/protocol.md, by section. Tests cite the numbers. A number is never reused: a new
 * requirement goes to the end of its section. `npm run fix` writes them into docs/protocol.md and COVERAGE.md.
 */

export interface Requirement {
  text: string;
  /** Not built yet, so no test is expected. */
  isPlanned?: true;
  /** The test outside this folder that covers it, from the top of the repository. */
  elsewhere?: string;
}

export interface Section {
  title: string;
  requirements: Readonly<Record<string, string | Requirement>>;
}

const planned = (text: string): Requirement => ({ text, isPlanned: true });

export const sections: readonly Section[] = [
  {
    title: '1. Routing',
    requirements: {
      '1.1': 'Every version prefix `/api/v1*/` reaches the same routes: v1, v1.1, v1.2, v1.3, v1.4 and v1.4.1',
      '1.2': 'The version reaches the handler, because a few shapes differ by version',
      '1.3': 'A path with a trailing slash and the same path without it are one route',
      '1.4': 'Repeated slashes count as one',
      '1.5': 'Web pages live at `/r/{id}`, `/workspace/{id}`, `/analysis/{id}`, `/figure/{id}`, `/revision/{id}`',
      '1.6': 'Web pages live at `/asset/{id}` and `/asset_revision/{id}`',
      '1.7': { text: 'The default port is 5173', elsewhere: 'apps/server/src/kernel/config/config.test.ts' },
      '1.8': '`metadata/{token}` accepts a cross-origin browser `POST` with preflight and without credentials',
      '1.9': 'IDs are random UUIDs of version 4 in lower case',
      '1.10': 'Times are ISO 8601 with microseconds and an offset',
      '1.11': 'The same moment is printed the same way wherever it appears',
      '1.12': "The server accepts times in the form of Python's `str(datetime)`. Without an offset they are UTC",
      '1.13': 'Lists are bare JSON arrays',
      '1.14': 'The answer to a create or an update has the shape of the `GET`',
      '1.15': 'Everyone who may see an object gets the same answer',
      '1.16': 'Children and list entries come in order of creation, oldest first',
      '1.17': 'Only `log` and `recent` come newest first',
    },
  },
  {
    title: '2. Authentication',
    requirements: {
      '2.1': 'A client sends an API key as `Authorization: Token <key>`',
      '2.2': '`POST /api/token/` accepts a form and answers 200 `{access, refresh}`',
      '2.3': '`POST /api/token/` accepts JSON and answers 200 `{access, refresh}`',
      '2.4': 'A wrong password is 401',
      '2.5': '`POST /api/token/refresh/` accepts a form or JSON and answers 200 `{access}`',
      '2.6': 'A bad refresh token is 401',
      '2.7': 'A client sends an access token as `Authorization: Bearer <token>`',
      '2.8': 'A bad access token is 401 with `code: token_not_valid` and a `detail`',
      '2.9': 'An anonymous caller can read `info/`',
      '2.10': 'An anonymous caller can read objects that are shared by link',
      '2.11': 'An anonymous caller may `POST metadata/{token}`',
      '2.12': 'For an anonymous caller, every other object that exists is 403',
      '2.13':
        'An unknown, revoked or expired key is 401 with a `detail`. It never counts as anonymous and never gives `token_not_valid`',
      '2.14': 'A signed-in caller without the right gets 403 on view, update, delete, thumbnail, log and members',
      '2.15': 'A signed-in caller without the right gets 403 on sharing',
      '2.16': 'A signed-in caller without the right gets 403 on storage',
      '2.17': 'An object that does not exist is 404',
      '2.18': 'A method that a resource lacks is 405, such as `PUT`, `PATCH` and `DELETE` on `data/{id}/`',
      '2.19': '`GET info/` has `version`, `ai_enabled: false`, `auth0_domain`, `auth0_cli_client_id`, `auth0_audience`',
      '2.20': "The three `auth0_*` fields are null if the server's public URL is not https",
      '2.21': '`/oauth/device/code` and `/oauth/token` sign in a terminal (RFC 8628), with JSON or a form',
      '2.22': planned('An expired access token is 401 with `token_not_valid` (needs a clock that tests can move)'),
    },
  },
  {
    title: '3. API keys',
    requirements: {
      '3.1': 'A key has the fields `api_id, name, token, created, last_used, expiry, workspace`',
      '3.2': '`POST api_key/` is 201 with `token`. No later answer shows it',
      '3.3': '`GET api_key/` and `GET api_key/{id}/` have `token: null`',
      '3.4': "The list holds only the caller's own keys. Another user's key is 403 or 404",
      '3.5': '`DELETE api_key/{id}/` is 204. Every later use of the key is 401, and nothing restores the key',
      '3.6': 'A user has at most 25 live keys. The 26th is 400, and the answer gives the reason',
      '3.7': '`name` is required. The server trims it and rejects an empty one',
      '3.8': 'A request with a key cannot create or revoke other keys: 403. `DELETE api_key/current/` revokes itself',
      '3.9': 'A request with a key never gets the secret of a key',
      '3.10': 'A key with a `workspace` reaches only that workspace. Others are 403 and absent from lists',
      '3.11': 'A new key for a workspace that the user cannot reach is 403',
      '3.12': 'A key loses its workspace when its user loses it',
      '3.13': '`expiry` has an offset. From then on the key is 401',
      '3.14': 'Every use updates `last_used`',
      '3.15': '`user/` accepts a key',
      '3.16': 'A key has a `permission`: `full`, `read` or `publish`. Without one in the request it is `full`',
      '3.17': 'A `read` key views what its owner views and writes nothing: 403',
      '3.18':
        'A `publish` key lists workspaces, analyses, figures, assets and revisions, creates all but workspaces, and changes only revisions that it published',
      '3.19': 'A `publish` key reads bytes only of revisions that it published, also in the answers of v1.1',
      '3.20': 'A key changes members and invitations only with `manages_people`, which new keys do not have',
      '3.21': '`workspaces` binds a key to several workspaces. `workspace` is the only one, or null',
      '3.22': '`addresses` limits a key to addresses and networks. From others it is 401',
      '3.23': '`PATCH api_key/{id}/` changes the name, the expiry and the rights of a key',
      '3.24':
        '`POST api_key/{id}/rotate/` `{grace_hours}` gives a new secret once. The old one stays valid for the grace, at most 168 hours',
      '3.25': 'Revoking a key ends all of its secrets',
      '3.26': '`POST api_key/{id}/disable/` and `/enable/` refuse and accept a key again, at once',
      '3.27': '`GET api_key/{id}/log/` lists audit entries of a key and counts the revisions that it published',
      '3.28': 'The exact secret of an expired key is 401 with the date. Every other refused key gets one text',
      '3.29': {
        text: 'From 7 days before the end of a key, answers have the header `GoFigr-Notice`',
        elsewhere: 'apps/server/src/features/api-key/care.test.ts',
      },
      '3.30': '`POST /api/credentials/revoke` `{credentials}` is always 202 and revokes the keys that exist',
      '3.31':
        '`POST workspace/{id}/api_key/` creates a service account with a bound key. It stays when its creator leaves',
      '3.32': "Only the server's administrators may `GET admin/api_key/` and `DELETE admin/api_key/{id}/`",
      '3.33':
        'A token of a device login reads `user/` and `workspace/` and creates or rotates one key within the approved rights',
    },
  },
  {
    title: '4. Users',
    requirements: {
      '4.1': '`GET user/` is a list with one entry, the caller',
      '4.2': '`GET user/{username}` is one user',
      '4.3':
        'A user has the fields `username, first_name, last_name, email, date_joined, is_active, is_staff, avatar, user_profile`',
      '4.4': '`PUT user/{username}/` changes only the caller; for another user it is 403',
      '4.5': "A `username` in the body that differs from the caller's is 403",
      '4.6': 'The server ignores `is_staff` in a body',
      '4.7': 'A new `user_profile` replaces the whole old one',
      '4.8': '`avatar` is a base64 PNG or null',
    },
  },
  {
    title: '5. Objects',
    requirements: {
      '5.1': '`GET workspace/` lists the workspaces that the caller can reach',
      '5.2': '`POST` to a resource is 201',
      '5.3': '`PUT` and `PATCH` both keep fields that the body lacks',
      '5.4': '`DELETE` of an object is 204, and the object is gone',
      '5.5': '`organization: null` takes a workspace out of its organization',
      '5.6':
        'The server ignores read-only fields in a body: `api_id`, `size_bytes`, `created_*`, `updated_*`, `child_updated_*`, `revision_index`, `is_processing` and child lists',
      '5.7': 'A body may hold a whole object and unknown fields',
      '5.8': 'The table of section 5 lists the fields of an organization',
      '5.9': 'The table of section 5 lists the fields of a workspace',
      '5.10': 'The table of section 5 lists the fields of an analysis',
      '5.11': 'The table of section 5 lists the fields of a figure',
      '5.12': 'The table of section 5 lists the fields of a revision',
      '5.13': 'The table of section 5 lists the fields of an asset',
      '5.14': 'The table of section 5 lists the fields of an asset revision',
      '5.15': 'The table of section 5 lists the fields of a datum',
      '5.16': 'Parents are IDs',
      '5.17': 'Children are nested objects with their scalar fields and `_shallow: true`, without their own children',
      '5.18': 'The workspace list of v1.4 and later is shallow: `_shallow: true`, `analyses` and `assets` null',
      '5.19': '`updated_on` and `updated_by` are null until the first update',
      '5.20':
        'A change to a revision sets `child_updated_on` and `child_updated_by` of its figure, analysis and workspace to that moment and user',
      '5.21': 'A change to an asset revision sets `child_updated_*` of its asset and workspace',
      '5.22': 'The `size_bytes` of every ancestor changes at once',
      '5.23': 'A user has exactly one `primary` workspace, created with the account',
      '5.24': 'A new primary workspace is 400',
      '5.25': "A change of a workspace's type is 400",
      '5.26': 'An unknown workspace type is 400',
      '5.27': 'The deletion of the primary workspace is 400',
      '5.28': 'The default type is `secondary`',
      '5.29': 'A move needs rights on both ends, else 403',
      '5.30': '`metadata: []` counts as `{}`',
      '5.31': 'Any JSON value in `metadata` comes back unchanged',
      '5.32': '`POST revision/` with `figure, metadata, data, assets, is_clean_room` is 201',
      '5.33': "`client_id`, any UUID, becomes the revision's `api_id`",
      '5.34': 'A second request with the same `client_id` is 409',
      '5.35': 'The `type` of a datum is image, code, text, dataframe or file',
      '5.36': "A datum's `metadata` comes back unchanged, with `local_id` and old formats",
      '5.37': 'Bytes come back exactly, even if they are invalid for their format',
      '5.38': 'The server stores a truncated PNG, which then has no thumbnail',
      '5.39': 'Answers hold shallow data: every field has its value, only `data` is null',
      '5.40': '`GET data/{id}/` returns the base64 bytes',
      '5.41': "A datum's `metadata` is always an object; `is_clean_room` is in `GET data/{id}/` too",
      '5.42': '`hash` is the BLAKE3 hex of the bytes',
      '5.43': '`data` in a `PUT` or `PATCH` of a revision replaces the list',
      '5.44': 'An item with an `api_id` of this revision and without bytes keeps its datum',
      '5.45': '`?silent=true` writes no activity',
      '5.46': '`is_processing` is false as soon as everything that clients can see is ready',
      '5.47': '`assets` links figure revisions to asset revisions and respects their permissions',
      '5.48': "A revision's answer also has `figure_metadata` (`api_id, name, analysis`)",
      '5.49': '`POST revision/{id}/derive/` creates a revision with the data frames of another',
      '5.50': '`POST revision/{id}/append_data/` adds data to a revision',
      '5.51': '`POST revision/auto-assign/` publishes and lets the server pick the figure',
      '5.52':
        '`POST asset/find_by_name/` and `POST asset_revision/find_by_hash/` list matches that the caller can reach',
      '5.53':
        'An asset belongs to one analysis of its workspace or to the whole workspace. Its links respect permissions',
      '5.54': 'If several asset revisions hold the same bytes, each counts in sizes and one hash finds all of them',
    },
  },
  {
    title: '6. Who may do what',
    requirements: {
      '6.1': 'The workspace roles owner, admin, creator and viewer have the rights of the table',
      '6.2': 'Organization roles reach every workspace of the organization with the rights of section 6',
      '6.3': '`GET workspace/{id}/members/` is `[{username, membership_type}]`',
      '6.4': '`GET organization/{id}/members/` has the same shape',
      '6.5': '`members/add/`, `members/change/` and `members/remove/` follow the rules of section 6',
      '6.6': 'Invitations can be created, listed, read, withdrawn and accepted',
      '6.7': '`share/link/` shares an object with everyone who has the link',
      '6.8': '`share/user/` shares an object with a named user',
      '6.9': 'Sharing includes everything below the object. Workspaces and organizations have no `share/`',
      '6.10': 'A move of a workspace into an organization needs rights in that organization',
      '6.11': 'A user who is removed from an organization keeps their own workspaces',
      '6.12':
        'The creator of an organization is its `org_admin`. After a deletion its workspaces stay with their owners',
    },
  },
  {
    title: '7. Activity, thumbnails and storage',
    requirements: {
      '7.1': '`GET {workspace,analysis}/{id}/log/` is the activity, newest first',
      '7.2':
        'A log item has the fields `api_id, username, timestamp, action, target_id, target_type, target_name, deleted, deleted_sentinel, thumbnail, analysis_id, analysis_name`',
      '7.3': '`action` is create, update, move or delete',
      '7.4': 'Each change adds one item',
      '7.5': "A workspace's log includes everything below it",
      '7.6': "An analysis' log includes everything below it and nothing else",
      '7.7': 'Logs do not hold views, keys and sign-ins',
      '7.8': '`deleted_sentinel` is the former name of a deleted object',
      '7.9': '`GET …/log/{log id}/` is one item',
      '7.10': "An organization's log includes its workspaces and everything below them",
      '7.11': '`GET workspace/{id}/recent/?limit=N` is `{analyses, figures, assets}`, newest first',
      '7.12': '`GET {analysis,figure,revision}/{id}/thumbnail/{size}` is `{"thumbnail": base64 PNG or null}`',
      '7.13': '`GET {asset,asset_revision}/{id}/thumbnail/{size}` has the same shape',
      '7.14': '`GET {workspace,organization}/{id}/storage/` is `{"vendor":"GoFigr.io","params":null}` by default',
      '7.15': '`GET data/{id}/storage/` is `{"vendor":"GoFigr.io"}` by default',
      '7.19': planned(
        '`POST storage/` and `storage/test/` change and test the storage of a workspace or an organization',
      ),
      '7.16': 'A separate audit list holds membership and sharing events',
      '7.17': 'The logs of both ends show a move. A log that covers both ends shows it once',
      '7.18': 'A log item has a thumbnail while its target exists and has a picture',
    },
  },
  {
    title: '8. Short IDs',
    requirements: {
      '8.1': '`POST short_id_prefix/reserve/` is 201 with a prefix of 8 base62 characters',
      '8.2': 'A client makes its own IDs, prefix + base62(counter), and sends one as `short_id` with a revision',
      '8.3': '`/r/{id}` opens the page of a revision by its API ID or its short ID',
      '8.4': 'A short ID with a prefix that the caller did not reserve is 400 or 409',
      '8.5': 'A short ID that is in use is 400 or 409',
    },
  },
  {
    title: '9. Metadata proxy',
    requirements: {
      '9.1': '`POST metadata/` is 201 with the proxy. It lives 60 seconds by default and always less than 24 hours',
      '9.2': 'Anyone with the token may `POST metadata/{token}`, at most 64 kB',
      '9.3': '`GET metadata/{token}` is for the initiator only',
      '9.4': '`DELETE metadata/{token}` is 204. An expired proxy is gone',
    },
  },
  {
    title: '10. Our own endpoints',
    requirements: {
      '10.1':
        'The generated OpenAPI document describes our own endpoints. They never change an answer of the other sections',
      '10.2': 'The field `device_login` of `info/` announces sign-in by a browser to our own clients, on any scheme',
      '10.3':
        '`GET {figure,revision,asset,asset_revision}/{id}/lineage/` lists sources and results of an object over several steps, as far as the reader may view them',
      '10.4':
        '`POST {workspace,analysis,figure,asset}/find_or_create/` is 200 with the oldest object of that name in the parent, or 201 with a new one. It compares names in Unicode form NFC, and only one of several concurrent requests creates an object',
      '10.5':
        '`GET {analysis,figure,revision,asset,asset_revision}/{id}/access/` tells who can see an object: `private`, `people` or `link`. Members also get the number of people, and those who may share it get every reason with the object that gives the access',
    },
  },
  {
    title: '11. Details',
    requirements: {
      '11.1':
        'Workspaces, analyses and figures always have `_shallow`: false in answers, true in the v1.4 workspace list and in nested objects',
      '11.2': "Nested children hold their parent's ID and lack child lists, `data` and `assets`",
      '11.3': "An object's own lists are `[]`, never null, except in the v1.4 workspace list",
      '11.4': '`figure_revisions` is `[]`, never null',
      '11.5': 'Parents in answers are plain IDs',
      '11.6':
        'On create, the server ignores the `figure_revision` of an `assets` entry. Links in answers are plain IDs',
      '11.7': '`GET organization/` items equal `GET organization/{id}/`',
      '11.8':
        '`size_bytes` counts the decoded bytes of the data below and nothing else. It is 0 when empty, never null',
      '11.9': '`revision_index` is always a number',
      '11.10': '`name` is required, never null',
      '11.11': '`data: []` in a `PUT` changes nothing',
      '11.12': 'A datum sent back with its `api_id` and bytes keeps that ID',
      '11.13': '`data` keeps the order of the request. Answers always list every datum',
      '11.14': 'Only revisions change `child_updated_*`',
      '11.15': 'Only `PUT` and `PATCH` of an object set its `updated_*`. Changes of children do not',
      '11.16': planned('`storage/` and `storage/test/` have the same answer. A test changes nothing'),
      '11.17': '`share/user/` lists only users with sharing on. Sharing sets no `updated_*`',
      '11.18': 'A revoked key leaves the list',
      '11.19': '`find_by_name` compares names exactly and lists the oldest first',
      '11.20': '`PATCH` can change `is_clean_room`',
      '11.21': '`derive` copies `is_clean_room`. Its `metadata` is optional',
      '11.22': 'Auto-assign falls back to "Anonymous Figure"',
      '11.23': 'A log includes the creation of the object itself',
      '11.24': 'Log entries outlive their targets',
      '11.25': '405 comes before 403 and 404',
      '11.26': '403 comes before 400 on create and move',
      '11.27': '403 comes before 400 on invite',
      '11.28': 'An anonymous caller without the right gets 403',
      '11.29': 'A Bearer 401 always has `code`',
      '11.30': 'An API-key 401 never says `token_not_valid`',
      '11.31': 'In `members/` the owner is listed under the exact login name',
      '11.32': 'Every member may `GET members/`',
      '11.33': '`token/` accepts only the username, with exact case',
      '11.34': 'Usernames consist of `[A-Za-z0-9_.@+-]` and work in URLs without escapes',
      '11.35': 'A deleted, spent or expired invitation is 4xx everywhere and leaves the list',
      '11.36': '`PUT user/` ignores mail, dates and flags',
      '11.37': 'Answers are `application/json`',
      '11.38': 'The server never redirects a `POST`',
      '11.39': '`/organization/{id}` is also a web page',
      '11.40': 'Rate limits do not count successful sign-ins',
      '11.41':
        'v1: lists of analyses and figures hold plain IDs, the revisions of a figure are objects, and answers embed the bytes',
      '11.42': "v1.1: every revision answer carries each datum's base64",
      '11.43': 'v1.1: nested objects, no null lists',
      '11.44': 'v1.1: clients publish in two calls, `POST` with `data: []` and then `PUT ?silent=true`',
      '11.45': 'v1.2: shallow data, a full workspace list, hash and size in the first answer, and `local_id` unchanged',
      '11.46': 'v1.3: `is_processing` and a full workspace list',
      '11.47':
        'v1.4 and v1.4.1: a shallow workspace list, `is_clean_room`, publishing in one call with `client_id`, and `short_id`',
      '11.48': 'v1.4 and v1.4.1: `derive`, `append_data` and `auto-assign`',
      '11.49': 'v1.4 and v1.4.1: device login',
      '11.50': 'v1.2 and v1.3: the workspaces of an organization are whole, with their analyses and assets',
    },
  },
  {
    title: 'R. The published R client',
    requirements: {
      'R.1': 'A replay of its requests gets the statuses that it expects',
      'R.2': '`client_id` may be a UUID of any version and in upper case. The empty list `[]` means empty metadata',
      'R.3': 'It reads back unchanged data, links and the name of the figure, and an empty file',
      'R.4':
        'A deletion of its analysis removes figure, revision and data, and keeps the tracked file in the workspace',
      'R.5': 'gofigR 1.1, API v1.2: a replay without client and short IDs gets the statuses that it expects',
      'R.6': 'gofigR 1.1: two publishes give two revisions of one figure. Objects in lists have names',
      'R.7': 'gofigR 1.1: an empty `workspace` means the primary workspace for new analyses and assets',
    },
  },
  {
    title: 'S. Safety',
    requirements: {
      'S.1': 'An unknown user and a wrong password get the same answer',
      'S.2': 'Too many failed attempts give 429 with `Retry-After`',
      'S.3': 'A write from another site is 403',
      'S.4': 'The server rejects an unknown `Host`',
      'S.5': 'A new key consists of `gf_`, 43 base62 characters and 6 characters of the CRC-32 of that text',
      'S.6': '`GET api_key/current/` describes the calling key',
      'S.7': 'A web session is a cookie with `HttpOnly` and `SameSite=Lax`. Signing out ends the session on the server',
      'S.8': 'A set-up link works once. The server rejects it as soon as an account exists',
      'S.9': '`/healthz` and `/readyz` answer',
      'S.10': 'Every error has the same shape: `code` and `detail`',
      'S.20': 'No key can delete a workspace or an organization, hand it over or give it to others: `not_with_a_key`',
      'S.21': 'A key for one workspace lists only itself and cannot change the profile',
      'S.22': 'Failed sign-ins for a name are limited. They do not block a password change in a live session',
      'S.23': 'A user who is added to a workspace or an organization learns of it and can accept or leave',
      'S.24': 'Until an added user accepts, each side looks to the other like an unknown name',
      'S.25':
        'An account can try 30 unknown names an hour in `members/add/` and `share/user/`. Then the answer is 429 with `Retry-After`',
      'S.30': 'The server reports a published API key in `GoFigr-Notice` and `GET api_key/leaks/`, without its secret',
      'S.31': "With `redact`, asterisks replace the owner's keys in code, text, notebooks and metadata; lengths stay",
      'S.32': 'With `revoke`, a published key is revoked. The publish succeeds, even with this very key',
      'S.33': 'With `refuse`, a publish that contains the key is 400 `contains_key`, and nothing is stored',
      'S.34': 'The owner sets the action with `PUT api_key/leaks/settings/`, but never with a key',
      'S.11': "Only the server's administrators may `GET admin/health/`, and never with a key",
    },
  },
];

/** Checks the number of a requirement. Throws for an unknown one, so that a test can't name it. */
export function requirement(id: string): void {
  if (!sections.some(({ requirements }) => id in requirements)) throw new Error(`No requirement has the number ${id}`);
}
