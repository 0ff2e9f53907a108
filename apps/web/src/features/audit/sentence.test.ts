import type { AuditEntry } from '@gofigr/contract';
import { expect, it } from 'vitest';
import { sentenceOf } from './sentence.ts';

const entry = (fields: Partial<AuditEntry>): AuditEntry => ({
  api_id: '',
  timestamp: '',
  event: 'sign_in',
  username: 'ada',
  subject: 'bob',
  object_id: null,
  object_kind: null,
  object_name: null,
  address: null,
  client: null,
  details: {},
  ...fields,
});

it.each([
  [entry({}), 'Signed in'],
  [
    entry({ event: 'member_added', object_name: 'Lab', details: { role: 'workspace_admin' } }),
    'bob was added to “Lab” as workspace admin',
  ],
  [
    entry({ event: 'key_failed', object_name: 'laptop', details: { reason: 'revoked' } }),
    'The API key “laptop” was refused (revoked)',
  ],
  [entry({ event: 'key_failed' }), 'An unknown API key was refused'],
  [entry({ event: 'session_ended', details: { how: 'everywhere else' } }), 'Signed out everywhere else'],
])('an entry is shown as a sentence', (given, sentence) => {
  expect(sentenceOf(given)).toBe(sentence);
});
