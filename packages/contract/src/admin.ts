/** Health of the server, for its administrators only. */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, nullable, ShownUsername, Time } from './schemas.ts';

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
      created_by: ShownUsername('User who published it'),
    }),
    { description: 'Some of the data with these bytes' },
  ),
});

export const WARNINGS = [
  'no_backup',
  'old_backup',
  'backup_problems',
  'damaged_data',
  'disk_nearly_full',
  'no_reserve',
  'mail_fails',
  'no_sandbox',
] as const;

const Warning = Type.Object({
  code: Type.Unsafe<(typeof WARNINGS)[number]>({ type: 'string', enum: [...WARNINGS] }),
  text: Type.String({ description: 'What is wrong and what to do' }),
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
  version: Type.String(),
  engine: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')]),
  backup: nullable(
    Type.Object(
      {
        completed_on: Time,
        folder: Type.String({ description: 'The last part of its path' }),
        problem_count: Type.Integer({ description: 'Blobs that it could not copy whole' }),
      },
      { description: 'The last run of `npm run admin -- backup`; null: there was none' },
    ),
  ),
  mail: Type.Object({
    configured: Type.Boolean(),
    last_sent_on: nullable(Time),
    last_failed_on: nullable(Time),
    last_problem: nullable(Type.String({ description: 'Why the last failed mail was not sent' })),
  }),
  disk: Type.Object({
    free_bytes: Type.Integer(),
    total_bytes: Type.Integer(),
    has_reserve: nullable(Type.Boolean({ description: 'Null: GOFIGR_RESERVE_MB is 0' })),
  }),
  missing_protection: Type.Array(Type.String(), {
    description: 'Protections against hostile pictures that this machine lacks',
  }),
  page_problem: nullable(Type.String({ description: 'Why interactive figures have no pictures; null: they have' })),
  warnings: Type.Array(Warning, { description: 'Faults that an administrator should look after' }),
});
export type AdminHealth = Static<typeof AdminHealth>;

export const TestMail = answer('TestMail', {
  sent: Type.Boolean({ description: 'Tells whether the mail server accepted it' }),
  to: nullable(Type.String({ description: "The caller's address; null: there is none" })),
  problem: nullable(Type.String({ description: 'Why it was not sent, with the words of the mail server' })),
});
export type TestMail = Static<typeof TestMail>;

export const admin = {
  health: operation({
    id: 'admin.health',
    method: 'GET',
    path: '/admin/health/',
    summary: 'Health of the server: stored bytes and their background check, backup, mail, disk; for administrators',
    access: 'person',
    status: 200,
    answer: AdminHealth,
    errors: ['not_allowed'],
  }),
  testMail: operation({
    id: 'admin.test_mail',
    method: 'POST',
    path: '/admin/test_mail/',
    summary: "Send a test mail to the caller's own address, and wait for the mail server; for administrators",
    access: 'person',
    status: 200,
    answer: TestMail,
    errors: ['not_allowed', 'too_many_attempts'],
  }),
};
