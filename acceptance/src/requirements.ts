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
      '7.3': '`action` is create, update, move or delete, and restore when an object comes back from the trash',
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
      '7.19': {
        text: '`POST storage/` and `storage/test/` change and test the storage of a workspace or an organization',
        elsewhere: 'apps/server/src/features/storage/choice.test.ts',
      },
      '7.16': 'A separate audit list holds membership and sharing events',
      '7.40': 'The audit list and its export take filters. They find no address that an entry hides',
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
      '10.21':
        '`GET export/` lists the workspaces of an export, and `GET export/archive/` sends all data of the caller as a ZIP archive. It holds a folder for each workspace as `gofigr export` writes it. Neither works with a key',
      '10.22':
        '`POST email/` takes the current password and mails a link to the new address. The address changes only when `POST email/confirm/` gets its token. `DELETE email/` withdraws the change. No key may do this',
      '10.23': '`GET shared/` gives the full name of who shared an object in `shared_by`, or null',
      '10.24':
        '`avatar` and `logo` must be a whole PNG of at most 4,096 pixels on each side, with nothing after it; else the answer is 400',
      '10.30':
        '`GET people/` lists the caller and everyone who shares a workspace or an organization with them, once both sides have accepted. `GET user/{username}/avatar/` is a small picture, for the same callers',
      '10.31':
        'Callers who share no workspace with somebody, and signed-out ones, get a stand-in for a username with `@`. Members get it unchanged',
      '10.32':
        '`POST invitations/{analysis,figure,revision,asset,asset_revision}/` invites by mail address to view an object. Who accepts it has the object shared with them. The answer does not tell whether there is an account',
      '10.17':
        'A link of `share/link/` may expire: `POST` takes `expiry`, and `GET …/{id}/share/` tells it. An expired link gives no right, and `share/link/` says `enabled: false`',
      '10.18':
        '`GET …/{id}/share/contents/` counts what becomes visible: figures, revisions, and the newest 1,000 revisions with code, tables, files, packages and texts',
      '10.19':
        '`POST {figure,revision}/{id}/share/picture/` makes a link `/p/{token}` to a picture that is drawn anew, with the name of the figure. It gives no other right. Unknown, expired and withdrawn tokens get the same 404',
      '10.40':
        '`POST {analysis,figure,revision,asset,asset_revision}/{id}/access/request/` asks for access. It is 204 for every ID and every signed-in person, and 429 after 20 times a day. A repetition within a day changes nothing',
      '10.41':
        '`GET access_request/` lists open requests for objects that the caller may share. `grant/` shares the object with the person who asks, `decline/` does not, and for all other callers a request is 404',
      '10.42':
        'Lists in pages tell who can see each entry, as `access/` does. Visitors get the full name of the person who shares, never a username or a mail address',
      '10.43':
        '`GET {organization,workspace,analysis,figure,revision,asset,asset_revision}/{id}/contents/` counts everything that goes when the object is deleted',
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
      '11.16': {
        text: '`storage/` and `storage/test/` have the same answer. A test changes nothing',
        elsewhere: 'apps/server/src/features/storage/choice.test.ts',
      },
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
    title: '14. Seen as it was published',
    requirements: {
      '14.20':
        'A download is named `<figure> r<revision>.<ending>` for an image. Other data keep their names and get an ending. Duplicates get ` (2)`',
      '14.21':
        'The bytes decide the format for names, media types and thumbnails. The declared format comes back unchanged',
      '14.22': {
        text: 'One table of formats is the same for server, web app, client, commands and Python',
        elsewhere: 'packages/contract/src/formats/formats.test.ts',
      },
      '14.23': {
        text: 'Downloads have the same safe names in TypeScript and Python, in any script and length',
        elsewhere: 'packages/contract/src/file-names.test.ts',
      },
      '14.24': {
        text: '`gofigr download` saves files under the names of the web app',
        elsewhere: 'acceptance/cli/figures.test.ts',
      },
      '14.25':
        'R Markdown, Quarto, Julia, MATLAB, SQL, C++, notebooks, and R and Python without a language are shown in colors',
      '14.26': 'Six megabytes of code are whole, can be searched, and never block the page for 100 ms',
      '14.40': '`GET data/{id}/picture/?size=&page=` is a page as PNG that fits the next of the sizes 1024 to 8192',
      '14.41': 'Its header `GoFigr-Picture` tells size, pages, and the range of measured values, as JSON',
      '14.42': 'Measured values are drawn from the least to the most finite one. Other pictures keep their colors',
      '14.43': 'A picture that can not be drawn is 422 `not_drawable`. The 204 of its thumbnail has `GoFigr-Reason`',
      '14.44': 'Whoever may see the datum may see its picture. With `hash`, browsers keep it; else they ask again',
      '14.60':
        'Interactive figures of plotly.py and altair show their charts without internet, also from modules, frames and scripts that add scripts',
      '14.61': 'Formulas of plotly.py show without internet, with MathJax 2 and 3',
      '14.62': 'Storage, cookies, workers and sound from `data:` work in the sandbox',
      '14.63': 'A page that fails says what failed, never that the internet is missing',
      '14.64': 'The scripts below `/runtimes/` have the very bytes of their public addresses',
      '14.65': 'The stored bytes of an interactive figure stay as they were published',
      '14.66': 'A figure with nothing but HTML has a thumbnail of its chart, or one that says why it has none',
      '14.67': 'After `admin add-runtime FILE --url ADDRESS`, pages that ask for the address get the file',
      '14.68': 'A page in the frame reads nothing of this server but the runtimes, and no page of the app',
    },
  },
  {
    title: '15. Comparisons',
    requirements: {
      '15.1':
        '`GET compare/?a=&b=` answers all differences of two revisions, of one figure or of two, and one line that sums them up',
      '15.2':
        'The caller needs the right to view both revisions. `a` and `b` are given once each, and name figure revisions',
      '15.3': 'Anonymous callers get stored results only, else 404. Signed-in callers get any pair',
      '15.4': 'A part that was not compared is `{"skipped": reason}`, and never counts as equal',
      '15.5': {
        text: 'A text is compared line by line, and changed lines word by word',
        elsewhere: 'packages/compare/src/text/diff-text.test.ts',
      },
      '15.6': {
        text: 'Notebooks and histories are compared cell by cell, and moved cells are recognised',
        elsewhere: 'packages/compare/src/cells/diff-cells.test.ts',
      },
      '15.7': {
        text: 'Tables are compared cell by cell, by found or chosen key columns, else by position',
        elsewhere: 'packages/compare/src/table/diff-table.test.ts',
      },
      '15.8': {
        text: 'Numbers are compared exactly, also beyond doubles',
        elsewhere: 'packages/compare/src/table/number.test.ts',
      },
      '15.9': {
        text: 'Pictures have a count, a share and boxes of changed pixels. Anti-aliasing does not count, and unlike sizes are aligned',
        elsewhere: 'packages/compare/src/picture/diff-pictures.test.ts',
      },
      '15.10': {
        text: 'Of two SVGs, changed elements and texts are listed',
        elsewhere: 'packages/compare/src/svg/diff-svg.test.ts',
      },
      '15.11': {
        text: 'Packages are added, removed, up or down, by the order of their versions',
        elsewhere: 'packages/compare/src/environment/environment.test.ts',
      },
      '15.12': {
        text: 'Metadata is compared key by key, and numbers with their difference',
        elsewhere: 'packages/compare/src/values/diff-values.test.ts',
      },
      '15.13': {
        text: 'The limits are 10 s, 100,000 rows and 50 megapixels',
        elsewhere: 'packages/compare/src/revision/compare-revisions.test.ts',
      },
      '15.14': {
        text: 'The server compares each published revision with the one before it, and old ones in the background',
        elsewhere: 'apps/server/src/features/compare/background.test.ts',
      },
      '15.15': {
        text: 'A stored result is replaced when a revision has changed since',
        elsewhere: 'apps/server/src/features/compare/compare.test.ts',
      },
      '15.16': {
        text: '`gofigr diff A B` shows the differences and ends with 0 if there are none, 1 if there are, and 2 for any error. `--picture` draws that of the pictures',
        elsewhere: 'acceptance/cli/comparing.test.ts',
      },
      '15.40':
        'Pictures that are compared share one zoom and place, by wheel, two fingers, buttons and keys. The address keeps it',
      '15.41':
        '`/figure/{id}/film` steps, scrubs and plays through the revisions of a figure. The address keeps revision, zoom and `play`. It plays only when asked if someone prefers less motion',
      '15.42':
        '`/compare/{a}...{b}...{c}` shows up to 12 figures and revisions with one zoom. A figure stands for its newest revision',
      '15.43': 'In a grid, what one may not see looks like what does not exist',
      '15.44': 'Code differences have the colours of their language, and changed words stay marked',
      '15.30':
        '`GET figure/{id}/changes/` has the stored `line` of each revision, or null until it is stored. `from` and `limit` choose revisions by their number',
      '15.31':
        'The timeline says in one line what changed in each revision, as soon as it is stored. Long lines can be opened',
      '15.32': {
        text: '`gofigr diff --picture` takes pictures of any format that the server draws',
        elsewhere: 'acceptance/cli/comparing.test.ts',
      },
      '15.50':
        'Anonymous callers get 404 for chosen `keys` or a `tolerance`, with words that say what to do. The page shows them the stored tables',
      '15.51': {
        text: '`GET figure/{id}/changes/` lists at most 200 revisions at once: the first ones from `from` on',
        elsewhere: 'apps/server/src/features/listing/listing.test.ts',
      },
      '15.52': {
        text: 'The top of a revision says in one line what changed in it, and leads to the comparison with the one before',
        elsewhere: 'apps/web/src/app/app.test.tsx',
      },
      '15.53': {
        text: 'Every list of a comparison draws a few rows, and more as the reader comes to them',
        elsewhere: 'apps/web/src/features/compare/rows.test.tsx',
      },
      '15.33': {
        text: 'Python: `revision.diff(other)` has the line, all parts, a text, and a view for notebooks. It takes objects, IDs, short IDs and links',
        elsewhere: 'python/tests/test_comparison.py',
      },
    },
  },
  {
    title: '16. Publishing by names',
    requirements: {
      '16.1':
        '`POST revision/by-name/` and `asset_revision/by-name/` publish to the oldest object of a name in a workspace, and create what is missing. Names are compared in NFC; `analysis` may be an API ID',
      '16.2': 'A publish by names that is refused or breaks off leaves no analysis, figure or asset',
      '16.3': 'Of many publishes by names at once, one creates the analysis, figure or asset, and all succeed',
      '15.20': {
        text: 'CSV with any separator and encoding, TSV and Parquet are compared cell by cell, with all digits of each type',
        elsewhere: 'apps/server/src/features/compare/service/decode-table.test.ts',
      },
      '15.21': {
        text: 'A table in another format has equal cells if its values are the same, and `formats` names both',
        elsewhere: 'packages/compare/src/table/unlike-formats.test.ts',
      },
      '15.22': {
        text: 'A table beyond the limits, with a column that can not be read, or with bytes that mean nothing is not compared',
        elsewhere: 'apps/server/src/features/compare/service/decode-table.test.ts',
      },
      '15.23': {
        text: '`keys` chooses the columns that pair the rows of tables, `tolerance` the difference of numbers that does not count. Such results are not stored',
        elsewhere: 'apps/server/src/features/compare/compare.test.ts',
      },
      '15.24': {
        text: '`gofigr diff` takes `--key`, `--by-position` and `--tolerance`',
        elsewhere: 'acceptance/cli/comparing.test.ts',
      },
      '15.25': {
        text: 'The page of a comparison keeps chosen key columns and the tolerance in its address',
        elsewhere: 'acceptance/browser/compare.test.ts',
      },
    },
  },
  {
    title: '17. Living with many figures',
    requirements: {
      '17.1':
        'A deleted workspace, analysis, figure, revision, asset or asset revision is gone from every answer, as if it had been deleted for good',
      '17.2': 'A restored object answers as before, with everything below it, its bytes, shares, links and keys',
      '17.3': 'Logs mark deleted objects as deleted. A restored one is not, and the log tells who restored it',
      '17.4':
        'An ID in the trash stays taken: another `POST` is 409. A name is free; a restored object may have the name of another one',
      '17.5': 'Restoring brings back the parents that were deleted later, with all that was deleted with them',
      '17.6':
        'Those who may delete an object may restore it and delete it for good. For all others it is not in the trash',
      '17.7':
        'What is deleted for good can not be restored. `DELETE trash/` empties the trash, also that of one workspace',
      '17.8': {
        text: 'Any order of deletions, restores, moves and purges keeps sizes and counts right',
        elsewhere: 'apps/server/src/features/trash/random.test.ts',
      },
      '17.9': {
        text: 'After `GOFIGR_TRASH_DAYS` an object is deleted for good. With `0`, or while the disk is full, deleting is for good',
        elsewhere: 'apps/server/src/features/trash/trash.test.ts',
      },
      '17.10': {
        text: 'A backup contains the trash',
        elsewhere: 'apps/server/src/features/backup/round-trip.test.ts',
      },
      '17.11': {
        text: 'A crash while objects are restored or deleted for good leaves them in the trash or does it whole',
        elsewhere: 'acceptance/durability/trash-crashes.ts',
      },
      '17.12': {
        text: 'A publish that runs while its workspace is deleted succeeds before it or finds nothing. PostgreSQL resolves no deadlock',
        elsewhere: 'apps/server/src/features/removal/removal.test.ts',
      },
      '17.13': {
        text: 'In the web app a deletion can be undone at once, and the trash restores and deletes for good',
        elsewhere: 'acceptance/browser/requests.test.ts',
      },
      '17.20':
        '`GET events/?follow=false` answers the changes after the event `since` that the caller may learn of, by kind and ID',
      '17.21': {
        text: '`GET events/` tells a member of each change after its commit, with the IDs above it, and of nothing else',
        elsewhere: 'apps/server/src/features/events/events.test.ts',
      },
      '17.22': {
        text: 'Rights are checked when an event is sent. A link gives no right to events; sharing by name does, below its object',
        elsewhere: 'apps/server/src/features/events/events.test.ts',
      },
      '17.23': {
        text: 'A stream ends with its session or key, with its user, and at once when the server stops',
        elsewhere: 'apps/server/src/features/events/events.test.ts',
      },
      '17.24': {
        text: 'All servers on one database tell of the changes of each, and of changes that may have been lost',
        elsewhere: 'apps/server/src/kernel/change-feed.test.ts',
      },
      '17.25': {
        text: 'A client that reads slowly costs bounded memory and learns that it missed something',
        elsewhere: 'apps/server/src/features/events/service/stream.test.ts',
      },
      '17.26': {
        text: 'Streams count apart from other connections, with limits of their own',
        elsewhere: 'apps/server/src/kernel/http/connections.test.ts',
      },
      '17.27': {
        text: 'All tabs of a browser share one stream. They poll after three failures',
        elsewhere: 'apps/web/src/lib/events/events.test.ts',
      },
      '17.28': {
        text: 'What is new appears on open pages without a reload, also from another server, and moves nothing that is looked at',
        elsewhere: 'acceptance/browser/live.test.ts',
      },
      '17.30':
        'A figure has up to 50 `tags` of up to 64 characters. A request without `tags` leaves them, a bad one is 400 with the reason',
      '17.31': '`POST figure/{id}/tags/` adds and removes tags, and a publish adds its `tags` to the figure',
      '17.32': 'No answer that published clients ask for has tags, and what they send back changes none',
      '17.33': {
        text: '`gofigr publish --tag` and `gofigr tag` tag figures, and copies and exports keep tags',
        elsewhere: 'acceptance/cli/figures.test.ts',
      },
      '17.34':
        '`GET analysis/{id}/figures/` filters by creator, tags, time, kind, table and star, and sorts by name, times and size, in pages',
      '17.35': '`GET analysis/{id}/figures/facets/` counts the figures beside each filter',
      '17.36':
        "A star is its user's own, in no answer about the figure, and gone without the right to view or in the trash",
      '17.37': {
        text: 'In the web app, tags, stars and filters are on the pages, and filters are in the address',
        elsewhere: 'apps/web/src/app/filters.test.tsx',
      },
      '17.38': {
        text: 'What a figure shows follows its newest revision through every change',
        elsewhere: 'apps/server/src/features/listing/filters.test.ts',
      },
      '17.39': {
        text: 'In Python, `publish(tags=…)` adds tags, also to a figure that has not changed',
        elsewhere: 'python/tests/test_unchanged.py',
      },
      '17.45':
        '`POST batch/` moves, deletes, restores, shares or tags up to 1,000 objects and answers for each in the order of the request',
      '17.46':
        'An object that the caller may not change stays as it is, with the status of its own operation; the others are changed. A malformed batch is 400 and changes nothing',
      '17.47': {
        text: 'A batch asks of each object the rights of its own operation, for every kind of caller and key',
        elsewhere: 'apps/server/src/permissions.test.ts',
      },
      '17.48': {
        text: 'Two batches in opposite directions end without a deadlock, and other requests run in between',
        elsewhere: 'apps/server/src/features/batch/batch.test.ts',
      },
      '17.49':
        '`POST export/figures/` sends the pictures or all files of the newest revisions of figures as a ZIP archive, also to a form. What it leaves out is in `left-out.json`',
      '17.50': {
        text: 'In the web app figures are selected by mouse and keyboard and change at once. A move can be undone, and what failed is told with its reason',
        elsewhere: 'acceptance/browser/selection.test.ts',
      },
      '17.55': {
        text: '`GET {workspace,analysis}/{id}/activity/grouped/` and `GET activity/grouped/` have one entry for each publish, with filters by user and time. Other logs keep one item for each change',
        elsewhere: 'apps/server/src/features/log/grouped.test.ts',
      },
      '17.56': {
        text: '`GET recent/` has the last changed objects of all workspaces that the caller reaches as a member',
        elsewhere: 'apps/server/src/features/listing/listing.test.ts',
      },
      '17.57': {
        text: '`GET asset/{id}/changes/` has a line for each revision of an asset: files are compared by their content',
        elsewhere: 'apps/server/src/features/compare/asset-revisions.test.ts',
      },
      '17.58': {
        text: 'Files are dropped on the page of an asset or workspace to upload them, with progress. Failed ones are told',
        elsewhere: 'apps/web/src/app/asset.test.tsx',
      },
      '17.59': {
        text: '`GET admin/storage/` and `admin/storage/workspace/` tell what the trash holds, in all and by workspace',
        elsewhere: 'apps/server/src/features/storage/storage.test.ts',
      },
      '17.60': {
        text: '`GET analysis/{id}/makers/` names the notebooks and scripts of its figures. Links stay when objects are renamed',
        elsewhere: 'apps/server/src/features/analysis/makers.test.ts',
      },
      '17.61': {
        text: 'A dropped file is shown by its format, and seen in the lineage of the figures that it is used in',
        elsewhere: 'acceptance/browser/assets.test.ts',
      },
      '17.62': {
        text: 'All that a filter finds can be selected, however much it is, and changed with progress, in requests of at most 1,000 that can be stopped. What failed is told',
        elsewhere: 'apps/web/src/app/selection.test.tsx',
      },
      '17.63': {
        text: 'Recent, starred and shared objects are selected on the home page',
        elsewhere: 'apps/web/src/app/selection.test.tsx',
      },
      '17.64': '`GET tag/` proposes tags of the figures that the caller reaches, and the web app shows them',
      '17.65':
        '`GET analysis/{id}/figures/names/` has the ID and name of each figure that its filters let through, and so for the analyses and assets of a workspace. `GET analysis/{id}/head/` has the analysis without its figures',
    },
  },
  {
    title: '18. Search',
    requirements: {
      '18.1':
        '`GET search/` finds workspaces, analyses, figures and assets by names, descriptions, tags, people, metadata, packages, file and column names, texts, words in SVG pictures, and code, also of older revisions',
      '18.2': {
        text: 'Words come in any order, as beginnings and as parts of identifiers. A word that nothing has is corrected. Anything is a query',
        elsewhere: 'apps/server/src/features/search/search.test.ts',
      },
      '18.3': {
        text: 'Nobody finds a word, a count or a correction of what they may not see. What is deleted, replaced or no longer shared is not found from that moment on',
        elsewhere: 'apps/server/src/features/search/search.test.ts',
      },
      '18.4': 'A published revision is found within two seconds',
      '18.5': 'Anonymous callers and `publish` keys get 403. A person searches ten times a second, and then gets 429',
      '18.6': {
        text: 'The index behaves the same on SQLite and PostgreSQL',
        elsewhere: 'apps/server/src/features/search/search-index.test.ts',
      },
      '18.7': {
        text: 'The index is filled in the background after an upgrade and after `admin reindex`, and is complete after a crash',
        elsewhere: 'apps/server/src/features/search/fill.test.ts',
      },
      '18.8': {
        text: '`gofigr search`, `list`, `show` and `log` print what was found, the figures of an analysis, a revision and the activity, also as JSON',
        elsewhere: 'acceptance/cli/figures.test.ts',
      },
      '18.9': {
        text: 'A person saves up to 100 searches with `saved_search/`, and alone sees, changes and deletes them. A name is taken once, in any case',
        elsewhere: 'apps/server/src/features/saved-search/saved-search.test.ts',
      },
      '18.10': {
        text: '`gofigr search --saved` uses the searches that the user saved, and lists them. A key for one workspace reads none',
        elsewhere: 'acceptance/cli/figures.test.ts',
      },
      '18.11': {
        text: 'The text of PDF pictures is found, with the rights of its revision. Hostile files end within limits',
        elsewhere: 'apps/server/src/features/search/picture-texts.test.ts',
      },
      '18.12': {
        text: 'With `GOFIGR_OCR=on`, an idle server reads words in pictures of pixels, which are found with the rights of their revision',
        elsewhere: 'apps/server/src/features/search/ocr.test.ts',
      },
      '18.40': {
        text: '`POST search/picture/` with the bytes of a picture finds the revision that it shows, and says whether it is certain',
        elsewhere: 'apps/server/src/features/picture-search/picture-search.test.ts',
      },
      '18.41': {
        text: 'Nobody finds a picture that they may not view, by likeness or by code; anonymous callers and `publish` keys get 403',
        elsewhere: 'apps/server/src/features/picture-search/picture-search.test.ts',
      },
      '18.42': {
        text: 'Files that are no picture, claim too many pixels or exceed 50 MB are refused. A person has 20 searches a minute',
        elsewhere: 'apps/server/src/features/picture-search/picture-search.test.ts',
      },
      '18.43': {
        text: '`GET figure/{id}/similar/` names other figures whose newest pictures look like that of a figure, the most similar first',
        elsewhere: 'apps/server/src/features/picture-search/similar.test.ts',
      },
      '18.44': {
        text: 'By a picture, nobody finds or counts figures that they see neither as a member nor because somebody shared them by name or shared their analysis',
        elsewhere: 'apps/server/src/features/picture-search/similar.test.ts',
      },
      '18.45': {
        text: 'Searches by picture take turns by person, who has three at once. The search of a client that is gone ends',
        elsewhere: 'apps/server/src/features/picture-search/service/queue.test.ts',
      },
      '18.46': {
        text: '`admin reindex --pictures` describes all pictures anew in the background, goes on after a stop, and tells its progress',
        elsewhere: 'apps/server/src/features/picture-search/refill.test.ts',
      },
      '18.47': {
        text: 'Every published picture is found by the search by picture soon after, also of revisions that are superseded at once',
        elsewhere: 'apps/server/src/features/picture-search/refill.test.ts',
      },
    },
  },
  {
    title: '19. Wide',
    requirements: {
      '19.20':
        '`info/` announces the binary protocol. Bytes are uploaded with `PUT blob/{hash}/`, and a datum names them with `blob`',
      '19.21':
        '`POST blob/missing/` tells which bytes must be uploaded: those that the caller has neither uploaded nor may read now as a member or by a share by name',
      '19.22': 'Parts come in order. One that begins in what has arrived is taken, one behind it is 409 `wrong_offset`',
      '19.23':
        'After a broken connection, `GET blob/{hash}/` tells how much has arrived, and the upload continues there',
      '19.24': 'Bytes with another hash are 422 `wrong_hash`, and are forgotten',
      '19.25': 'A datum that names bytes which must be uploaded is 422 `blob_missing`, and nothing is stored',
      '19.26': 'Uploads belong to the person or to the API key that sent them. Nobody else sees or names them',
      '19.27': {
        text: 'Uploads wait 24 hours, count in `GOFIGR_MAX_TEMPORARY_MB`, and are removed then',
        elsewhere: 'apps/server/src/features/blob/blob.test.ts',
      },
      '19.28': {
        text: 'A published API key in uploaded bytes is found as in bytes of the body',
        elsewhere: 'apps/server/src/features/blob/blob.test.ts',
      },
      '19.29': {
        text: 'What arrives before a connection breaks is kept: less than 5 % is sent twice over a link that breaks again and again',
        elsewhere: 'acceptance/typescript/uploads.test.ts',
      },
      '19.30':
        'With the content type that `info/` announces, a publish is its JSON, a newline and the bytes of its data, each with `bytes`, their number',
      '19.40': {
        text: 'With `GOFIGR_WORKERS` a server on PostgreSQL is several processes on one port. A failed start is told once; on SQLite the setting is refused',
        elsewhere: 'acceptance/durability/workers.ts',
      },
      '19.41': {
        text: 'What one process revokes, all refuse at once: 0 of 1,000 uses of revoked keys and ended sessions succeed',
        elsewhere: 'acceptance/durability/workers.ts',
      },
      '19.42': {
        text: 'Limits of failed sign-ins, wrong links, mails and lookups hold for all processes on a PostgreSQL together',
        elsewhere: 'acceptance/durability/workers.ts',
      },
      '19.43': {
        text: 'Streams of `events/` tell of changes that other processes stored',
        elsewhere: 'acceptance/durability/workers.ts',
      },
      '19.44': {
        text: 'A worker that is killed under load is replaced, and nothing that was acknowledged is lost. SIGTERM ends all workers cleanly',
        elsewhere: 'acceptance/durability/workers.ts',
      },
      '19.45': {
        text: 'One process draws pictures and pages for all workers, so turns and limits hold for the server',
        elsewhere: 'acceptance/durability/workers.ts',
      },
      '19.46': {
        text: 'A server notices that a newer version has migrated its database. It refuses everything with 503 and `Retry-After`, and stops its background work',
        elsewhere: 'acceptance/durability/workers.ts',
      },
      '19.47': {
        text: 'Hosts with a PostgreSQL and a bucket in common need no common folder. A rolling restart fails no publish of clients that repeat 503',
        elsewhere: 'acceptance/durability/hosts.ts',
      },
      '19.48': {
        text: 'Requests of a key, searches, searches by picture and exports reach their limits for all processes and hosts together',
        elsewhere: 'apps/server/src/shared-limits.test.ts',
      },
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
      'S.40':
        "Only the server's administrators may list, change and delete users with `admin/user/`, and never with a key",
      'S.41':
        "`DELETE account/` deletes only the caller's account, with the password, and never with a key. Sessions, tokens and keys end at once",
      'S.42': 'A workspace of a deleted account is deleted, or handed over to one of its members with its content',
      'S.43': 'Nobody gets the username of a deleted account, in any case. What it made for others stays with its name',
      'S.44': {
        text: 'A disabled account is refused by every credential at once. After it is enabled, its keys work again',
        elsewhere: 'apps/server/src/features/user-admin/user-admin.test.ts',
      },
      'S.45': {
        text: 'The last active administrator can not be disabled, demoted or deleted',
        elsewhere: 'apps/server/src/features/user-admin/user-admin.test.ts',
      },
      'S.50':
        "Only the server's administrators may call `admin/storage/`, `admin/setting/` and `admin/test_mail/`, and never with a key",
      'S.51': {
        text: 'A registration mode that administrators choose applies at once in every process, unless the environment sets it',
        elsewhere: 'apps/server/src/features/setting/setting.test.ts',
      },
      'S.52': {
        text: 'After `GOFIGR_ADDRESS_DAYS` and `GOFIGR_AUDIT_DAYS` the server empties addresses and deletes audit entries',
        elsewhere: 'apps/server/src/features/audit/retention.test.ts',
      },
      'S.53': {
        text: '`GET workspace/{id}/recent/access/` tells how far each object of `recent/` can be seen, as the lists do',
        elsewhere: 'apps/server/src/features/listing/listing.test.ts',
      },
      'S.54': {
        text: 'A large object is gone with its deletion at once. Its rows are deleted in pieces, also after a crash',
        elsewhere: 'apps/server/src/features/removal/removal.test.ts',
      },
    },
  },
];

/** Checks the number of a requirement. Throws for an unknown one, so that a test can't name it. */
export function requirement(id: string): void {
  if (!sections.some(({ requirements }) => id in requirements)) throw new Error(`No requirement has the number ${id}`);
}
