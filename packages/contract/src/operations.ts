import { registration, session, setup, token, user } from './accounts.ts';
import { apiKey } from './api-key.ts';
import { info, log, path, thumbnail } from './around.ts';
import { metadata } from './metadata.ts';
import type { Operation } from './operation.ts';
import { data, revision, shortId } from './revision.ts';
import { analysis, figure, workspace } from './tree.ts';

const all = (group: Record<string, Operation>): Operation[] => Object.values(group);

/** Every operation of the wire: the server must answer exactly these, and the OpenAPI document lists them. */
export const operations: readonly Operation[] = [
  info,
  ...[setup, registration, session, token, user, apiKey].flatMap(all),
  ...[workspace, analysis, figure, revision, data, shortId, metadata].flatMap(all),
  ...[...Object.values(log), ...Object.values(thumbnail)].flatMap(all),
  ...all(path),
];
