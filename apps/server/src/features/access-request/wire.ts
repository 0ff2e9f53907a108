import type { AccessRequest } from '@gofigr/contract';
import { formatTime } from '../../kernel/clock.ts';
import { persons, wire } from '../../kernel/objects/index.ts';
import type { OpenRequest } from './store.ts';

export const toAccessRequest = (row: OpenRequest): AccessRequest => ({
  api_id: row.id,
  kind: row.kind,
  object: row.object_id,
  name: row.revision_index === null ? row.name : wire.revisionName(row.parent_name ?? '', row.revision_index),
  username: persons.isMailLike(row.username) ? null : row.username,
  full_name: persons.fullNameOf(row),
  message: row.message,
  requested_on: formatTime(row.created),
});
