import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { body, type Caller, nobody, signIn } from './client.ts';
import { type Account, owner } from './target.ts';

export const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
export const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/;

const unique = (word: string) => `${word} ${randomUUID().slice(0, 8)}`;

export const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes as Uint8Array).toString('base64');

/** Returns a datum as clients send it. */
export const datum = (name: string, bytes: string | Uint8Array, more: object = {}) => ({
  name,
  type: 'file',
  metadata: { path: name },
  data: base64(bytes),
  ...more,
});

export const newWorkspace = (caller: Caller, more: object = {}) =>
  body(201, caller.post('workspace/', { name: unique('acceptance'), ...more }));
export const newAnalysis = (caller: Caller, workspace: string, name = unique('analysis')) =>
  body(201, caller.post('analysis/', { name, workspace }));
export const newFigure = (caller: Caller, analysis: string, name = unique('figure')) =>
  body(201, caller.post('figure/', { name, analysis }));
export const newRevision = (caller: Caller, figure: string, data: object[] = [], more: object = {}) =>
  body(201, caller.post('revision/', { figure, metadata: {}, data, assets: [], ...more }));

export interface Fixture {
  user: Caller;
  /** A workspace for this test file only. It is removed afterwards. */
  workspace: string;
  analysis: string;
  figure: string;
}

/** Creates a workspace with an analysis and a figure for the tests of a file. */
export function fixture(account: Account = owner): Fixture {
  const made = {} as Fixture;
  beforeAll(async () => {
    made.user = await signIn(account);
    made.workspace = (await newWorkspace(made.user)).api_id;
    made.analysis = (await newAnalysis(made.user, made.workspace)).api_id;
    made.figure = (await newFigure(made.user, made.analysis)).api_id;
  });
  afterAll(async () => {
    if (made.workspace) await body(204, made.user.delete(`workspace/${made.workspace}/`));
  });
  return made;
}

const issued: { caller: Caller; id: string }[] = [];

/** Creates a key that is revoked after the tests of the file. */
export async function newKey(caller: Caller, more: object = {}): Promise<any> {
  const key = await body(201, caller.post('api_key/', { name: unique('acceptance'), ...more }));
  issued.push({ caller, id: key.api_id });
  return key;
}

/** Revokes the keys of this file's tests. Otherwise the files together would meet the limit of 25 keys. */
export async function revokeKeys(): Promise<void> {
  for (const { caller, id } of issued.splice(0)) await caller.delete(`api_key/${id}/`);
}

/** Creates an account that shares no workspace with other users. The workspace of its invitation is deleted. */
export async function newAccount(host: Caller): Promise<Account> {
  const workspace = (await newWorkspace(host)).api_id;
  const invitation = { email: 'new@example.org', workspace, membership_type: 'viewer' };
  const { token } = await body(201, host.post('invitations/workspace/', invitation));
  const id = randomUUID();
  const account = { username: `new.${id.slice(0, 8)}`, password: `pass-phrase ${id}`, email: `${id}@example.org` };
  await body(201, nobody.post('registration/', { ...account, invitation: token }));
  await body(204, host.delete(`workspace/${workspace}/`));
  return account;
}
