/** Organizations group users and workspaces (docs/protocol.md, sections 5 and 6). */
import { type Static, Type } from 'typebox';
import { IdParams, ShallowWorkspace, stamps, updates } from './objects.ts';
import { on, operation } from './operation.ts';
import { answer, Description, Id, Name, nullable, sent } from './schemas.ts';

const { analyses: _analyses, assets: _assets, ...workspaceScalars } = ShallowWorkspace.properties;
export const NestedWorkspace = answer('NestedWorkspace', workspaceScalars);
export type NestedWorkspace = Static<typeof NestedWorkspace>;

export const Organization = answer('Organization', {
  api_id: Id,
  name: Type.String(),
  email: nullable(Type.String()),
  description: nullable(Type.String()),
  logo: nullable(Type.String({ description: 'A picture in base64' })),
  allow_per_workspace_storage_settings: Type.Boolean(),
  workspaces: Type.Array(NestedWorkspace, { description: 'In order of joining; complete before v1.4' }),
  ...stamps,
});
export type Organization = Static<typeof Organization>;

const changes = {
  name: Type.Optional(nullable(Name)),
  description: Type.Optional(nullable(Description)),
  email: Type.Optional(nullable(Type.String({ maxLength: 254 }))),
  logo: Type.Optional(nullable(Type.String({ maxLength: 2_000_000 }))),
  allow_per_workspace_storage_settings: Type.Optional(nullable(Type.Boolean())),
};

export const organization = {
  list: operation({
    id: 'organization.list',
    method: 'GET',
    path: '/organization/',
    summary: 'Organizations that the caller is a member of, oldest first',
    access: 'user',
    status: 200,
    answer: Type.Array(Organization),
  }),
  create: operation({
    id: 'organization.create',
    method: 'POST',
    path: '/organization/',
    summary: 'Create an organization; the caller becomes its `org_admin`',
    access: 'user',
    body: sent({ ...changes, name: Name }),
    status: 201,
    answer: Organization,
    errors: ['invalid_request', 'not_allowed'],
  }),
  get: operation({
    id: 'organization.get',
    method: 'GET',
    path: '/organization/:id/',
    summary: 'An organization with its workspaces',
    access: on.path('view', 'organization'),
    params: IdParams,
    status: 200,
    answer: Organization,
  }),
  ...updates('organization', {
    path: '/organization/:id/',
    summary: 'Change an organization',
    access: on.path('manage', 'organization'),
    params: IdParams,
    body: sent(changes),
    status: 200,
    answer: Organization,
    errors: ['invalid_request'],
  }),
  delete: operation({
    id: 'organization.delete',
    method: 'DELETE',
    path: '/organization/:id/',
    summary: 'Delete an organization; its workspaces stay with their owners',
    access: on.person('own', 'organization'),
    params: IdParams,
    status: 204,
    errors: ['not_with_a_key'],
  }),
};
