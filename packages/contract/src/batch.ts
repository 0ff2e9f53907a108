/** One change of many objects (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { ErrorBody } from './errors.ts';
import { operation } from './operation.ts';
import { answer, SentId, sent } from './schemas.ts';
import { SentLinkSharing, SentUserSharing } from './sharing.ts';
import { SentTagChange } from './tag.ts';

/** Most objects in one request. */
export const BATCH_MOST = 1000;

export const BATCH_ACTIONS = ['move', 'delete', 'restore', 'share', 'tag'] as const;
export type BatchAction = (typeof BATCH_ACTIONS)[number];

export const BatchResult = answer('BatchResult', {
  api_id: Type.String({ description: 'As sent' }),
  status: Type.Integer({ description: 'HTTP status that the operation on this object alone would answer' }),
  error: Type.Optional(answer('BatchError', { code: ErrorBody.properties.code, detail: ErrorBody.properties.detail })),
});
export type BatchResult = Static<typeof BatchResult>;

export const BatchAnswer = answer('BatchAnswer', {
  objects: Type.Array(BatchResult, { description: 'In the order of the request' }),
});
export type BatchAnswer = Static<typeof BatchAnswer>;

export const batch = {
  change: operation({
    id: 'batch.change',
    method: 'POST',
    path: '/batch/',
    summary: 'Move, delete, restore, share or tag up to 1,000 objects',
    description:
      'Each object is changed on its own, after the others, exactly as its own operation does it: with the same rights, rules and log. Refused objects stay as they are, and the others are changed. Analyses and assets move to a workspace, figures to an analysis. Only figures have tags. Moving an object to where it is changes nothing. Workspaces and organizations are no part of a batch.',
    access: 'user',
    // Each object needs what its own operation needs.
    keys: { read: true, publish: true },
    body: sent({
      action: Type.Unsafe<BatchAction>({ type: 'string', enum: [...BATCH_ACTIONS] }),
      objects: Type.Array(SentId, { minItems: 1, maxItems: BATCH_MOST, uniqueItems: true }),
      to: Type.Optional(Type.String({ ...SentId, description: 'For `move`: ID of the analysis or workspace' })),
      link: Type.Optional(sent(SentLinkSharing)),
      user: Type.Optional(sent(SentUserSharing)),
      tags: Type.Optional(sent(SentTagChange)),
    }),
    status: 200,
    answer: BatchAnswer,
    errors: ['invalid_request', 'too_many_attempts'],
  }),
};
