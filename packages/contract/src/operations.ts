import { access } from './access.ts';
import { log } from './activity.ts';
import { admin } from './admin.ts';
import { adminKey, apiKey, leak, serviceKey } from './api-key.ts';
import { asset, assetRevision } from './asset.ts';
import { audit } from './audit.ts';
import { device } from './device.ts';
import { info } from './info.ts';
import { invitation } from './invitation.ts';
import { lineage } from './lineage.ts';
import { activity, changes, listing, names } from './listing.ts';
import { members, membership, owner } from './members.ts';
import { metadata } from './metadata.ts';
import { analysis, figure, workspace } from './objects.ts';
import type { Operation } from './operation.ts';
import { organization } from './organization.ts';
import { path } from './path.ts';
import { data, revision, shortId } from './revision.ts';
import { rights } from './rights.ts';
import { shared, sharing } from './sharing.ts';
import { storage } from './storage.ts';
import { thumbnail } from './thumbnail.ts';
import { password, registration, session, setup, signIns, token, user } from './users.ts';

const all = (group: Record<string, Operation>): Operation[] => Object.values(group);

/** All operations of the API: the server must answer exactly these, and the OpenAPI document lists them. */
export const operations: readonly Operation[] = [
  info,
  ...[
    setup,
    registration,
    session,
    token,
    signIns,
    password,
    user,
    apiKey,
    serviceKey,
    leak,
    device,
    audit,
    admin,
    adminKey,
  ].flatMap(all),
  ...[organization, workspace, analysis, figure, revision, asset, assetRevision].flatMap(all),
  ...[data, shortId, metadata, owner, membership, shared].flatMap(all),
  ...[...Object.values(members), ...Object.values(sharing)].flatMap(all),
  ...[invitation.workspace, invitation.organization].flatMap(all),
  invitation.preview,
  invitation.accept,
  invitation.decline,
  ...[...Object.values(log), ...Object.values(thumbnail)].flatMap(all),
  ...[storage, path, rights, access, lineage, listing, activity, changes, names].flatMap(all),
];
