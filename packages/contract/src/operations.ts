import { access } from './access.ts';
import { accessRequest } from './access-request.ts';
import { log } from './activity.ts';
import { admin } from './admin.ts';
import { adminSetting } from './admin-setting.ts';
import { adminStorage } from './admin-storage.ts';
import { adminKey, apiKey, leak, serviceKey } from './api-key.ts';
import { asset, assetRevision } from './asset.ts';
import { audit } from './audit.ts';
import { batch } from './batch.ts';
import { blob } from './blob.ts';
import { compare } from './compare.ts';
import { contents } from './contents.ts';
import { device } from './device.ts';
import { email } from './email.ts';
import { events } from './events.ts';
import { exporting } from './export.ts';
import { groupedActivity } from './grouped-activity.ts';
import { info } from './info.ts';
import { invitation } from './invitation.ts';
import { lineage } from './lineage.ts';
import { activity, changes, listing, names, recent, recentAccess, tags } from './listing.ts';
import { makers } from './makers.ts';
import { members, membership, owner } from './members.ts';
import { metadata } from './metadata.ts';
import { analysis, figure, VIEWED_KINDS, workspace } from './objects.ts';
import type { Operation } from './operation.ts';
import { organization } from './organization.ts';
import { path } from './path.ts';
import { pictureSearch } from './picture-search.ts';
import { data, revision, shortId } from './revision.ts';
import { rights } from './rights.ts';
import { savedSearch } from './saved-search.ts';
import { search } from './search.ts';
import { pictureLink, shared, sharing } from './sharing.ts';
import { star } from './star.ts';
import { storage } from './storage.ts';
import { tag } from './tag.ts';
import { picture, thumbnail } from './thumbnail.ts';
import { trash } from './trash.ts';
import { accountEnd, adminUser } from './user-admin.ts';
import { password, people, registration, session, setup, signIns, token, user } from './users.ts';

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
    email,
    user,
    exporting,
    people,
    apiKey,
    serviceKey,
    leak,
    device,
    audit,
    admin,
    adminKey,
    adminUser,
    accountEnd,
    adminSetting,
    adminStorage,
  ].flatMap(all),
  ...[organization, workspace, analysis, figure, revision, asset, assetRevision].flatMap(all),
  ...[blob, data, shortId, metadata, owner, membership, shared].flatMap(all),
  ...[...Object.values(members), ...Object.values(sharing), ...Object.values(pictureLink)].flatMap(all),
  ...[invitation.workspace, invitation.organization].flatMap(all),
  ...VIEWED_KINDS.flatMap((kind) => all(invitation[kind])),
  invitation.preview,
  invitation.accept,
  invitation.decline,
  ...[...Object.values(log), ...Object.values(thumbnail), picture].flatMap(all),
  ...all(accessRequest.ask),
  accessRequest.list,
  accessRequest.grant,
  accessRequest.decline,
  ...[
    compare,
    contents,
    storage,
    path,
    rights,
    access,
    lineage,
    listing,
    recent,
    recentAccess,
    activity,
    groupedActivity,
    changes,
    makers,
    names,
    tags,
    search,
    savedSearch,
    events,
    trash,
    tag,
    star,
    batch,
    pictureSearch,
  ].flatMap(all),
];
