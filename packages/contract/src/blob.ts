/** The binary protocol: bytes are uploaded first, and a revision names them by their hashes (docs/protocol.md, section 19). */
import { type Static, Type } from 'typebox';
import { on, operation } from './operation.ts';
import { answer, InWorkspace, SentId, sent } from './schemas.ts';

/** Size of the parts that a client should send: what a broken connection costs at most behind a proxy that buffers. */
export const PART_BYTES = 8 * 1024 * 1024;

/**
 * Content type of a publish with its bytes as they are: the JSON in one line, a newline, and the bytes of the data in their
 * order. In the JSON, such a datum has `bytes`, their number, instead of `data`.
 */
export const PUBLISH_TYPE = 'application/vnd.gofigr.publish';

/** Most hashes in one question. */
export const MOST_HASHES = 1000;

export const BlobHash = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: 'BLAKE3 of the bytes, in lower-case hex',
});

/** A number of bytes in a query. */
const Bytes = (description: string) => Type.String({ pattern: '^\\d{1,15}$', description });

export const Upload = answer('Upload', {
  hash: BlobHash,
  size: Type.Integer(),
  received: Type.Integer({ description: 'Bytes that the server has, from the first one; `size`: all of them' }),
});
export type Upload = Static<typeof Upload>;

const HashParams = Type.Object({ hash: BlobHash });

export const blob = {
  missing: operation({
    id: 'blob.missing',
    method: 'POST',
    path: '/blob/missing/',
    summary: 'Which of these bytes must be uploaded before a revision can name them',
    description:
      'The body names the figure, asset, analysis or workspace to publish to: exactly one. Bytes are not missing if the caller has uploaded them within 24 hours, or has data with them in the same storage, as a member or by a share with the caller by name. Bytes of others are missing. Publishing checks all of this again.',
    access: [
      ...on.body('create', 'figure'),
      ...on.body('create', 'asset'),
      ...on.body('create', 'analysis'),
      ...on.workspace,
    ],
    keys: { publish: true },
    body: sent({
      figure: Type.Optional(SentId),
      asset: Type.Optional(SentId),
      analysis: Type.Optional(SentId),
      workspace: Type.Optional(InWorkspace),
      hashes: Type.Array(BlobHash, { maxItems: MOST_HASHES }),
    }),
    status: 200,
    answer: answer('MissingBlobs', { missing: Type.Array(BlobHash, { description: 'In the order of the request' }) }),
    errors: ['invalid_request'],
  }),
  get: operation({
    id: 'blob.get',
    method: 'GET',
    path: '/blob/:hash/',
    summary: "How much of the caller's upload has arrived",
    access: 'user',
    keys: { publish: true },
    params: HashParams,
    status: 200,
    answer: Upload,
    errors: ['not_found'],
  }),
  put: operation({
    id: 'blob.put',
    method: 'PUT',
    path: '/blob/:hash/',
    summary: 'Upload bytes, whole or in parts',
    description:
      'The body is a part of the bytes. Parts come in order. A part may begin before `received`: what is there already is skipped, so any part can be repeated. After the last byte, the server compares the hash. After a broken connection, `GET` tells where to continue. The bytes wait 24 hours for a revision that names them with `blob`. An API key can name only what it uploaded itself.',
    access: 'user',
    keys: { publish: true },
    params: HashParams,
    query: Type.Object({
      offset: Type.Optional(Bytes('Place of the first byte of this part; absent: 0')),
      size: Type.Optional(Bytes('Size of all bytes; absent: that of this part, which is all')),
    }),
    carries: 'bytes',
    status: 200,
    answer: Upload,
    errors: [
      'invalid_request',
      'wrong_offset',
      'wrong_hash',
      'body_too_large',
      'upload_quota_reached',
      'unsupported_media_type',
      'unavailable',
    ],
  }),
};
