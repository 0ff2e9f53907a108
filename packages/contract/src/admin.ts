/** Health of the server, for its administrators only. */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, nullable, Time } from './schemas.ts';

const Problem = Type.Unsafe<'damaged' | 'missing' | 'unreadable'>({
  type: 'string',
  enum: ['damaged', 'missing', 'unreadable'],
});

export const DamagedBlob = answer('DamagedBlob', {
  hash: Type.String({ description: 'BLAKE3 of the bytes as they were published' }),
  size_bytes: Type.Integer(),
  problem: Problem,
  found_on: Time,
  data: Type.Array(
    Type.Object({
      api_id: Id,
      name: Type.String(),
      revision: Id,
      kind: Type.String({ description: '`revision` or `asset_revision`' }),
      parent_name: Type.String({ description: 'Name of the figure or asset' }),
      created_by: Type.String({ description: 'User who published it' }),
    }),
    { description: 'Some of the data with these bytes' },
  ),
});

export const AdminHealth = answer('AdminHealth', {
  scrub: Type.Object({
    enabled: Type.Boolean(),
    mb_s: Type.Number({ description: 'Megabytes read per second' }),
    pass_started_on: nullable(Time),
    pass_done_bytes: Type.Integer(),
    pass_total_bytes: Type.Integer({ description: 'Counted when the pass began' }),
    last_pass_completed_on: nullable(Time),
    damaged_count: Type.Integer(),
    damaged: Type.Array(DamagedBlob, { description: 'The blobs found first' }),
  }),
  blobs: Type.Object({ count: Type.Integer(), bytes: Type.Integer() }),
});
export type AdminHealth = Static<typeof AdminHealth>;

export const admin = {
  health: operation({
    id: 'admin.health',
    method: 'GET',
    path: '/admin/health/',
    summary: 'Health of the server: stored bytes, their background check, and damaged blobs; for administrators',
    access: 'person',
    status: 200,
    answer: AdminHealth,
    errors: ['not_allowed'],
  }),
};
