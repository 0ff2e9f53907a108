import { createClaims } from './service/claims.ts';
import { createReceiver } from './service/receive.ts';
import type { UploadDeps, Uploads } from './service/uploads.ts';

export type { Claim, NamedBlob, Uploads } from './service/uploads.ts';

export const createUploads = (deps: UploadDeps): Uploads => ({ ...createReceiver(deps), ...createClaims(deps) });
