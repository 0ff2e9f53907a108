/** Exports: whole workspaces in the layout of `gofigr export` (docs/protocol.md, section 10). */
import { type Static, Type } from 'typebox';
import { operation } from './operation.ts';
import { answer, Id, SentId, sent } from './schemas.ts';

export const ExportedFile = answer('ExportedFile', {
  path: Type.String({ description: "Below the export's folder, with `/` between names" }),
  size: Type.Integer(),
  sha256: Type.String(),
});
export type ExportedFile = Static<typeof ExportedFile>;

export const ExportedObject = answer('ExportedObject', {
  kind: Type.Union([
    Type.Literal('workspace'),
    Type.Literal('analysis'),
    Type.Literal('asset'),
    Type.Literal('asset_revision'),
    Type.Literal('figure'),
    Type.Literal('revision'),
  ]),
  api_id: Type.String(),
  path: Type.String({ description: 'Of the JSON file that describes it' }),
});
export type ExportedObject = Static<typeof ExportedObject>;

/** `manifest.json`. It is written last, so an export that has one is complete. */
export const ExportManifest = answer('ExportManifest', {
  format: Type.Literal('gofigr-export'),
  version: Type.Literal(1),
  exported_on: Type.String({ description: 'ISO 8601' }),
  source: Type.Object({ url: Type.String(), workspace: Type.String(), name: Type.String() }),
  objects: Type.Array(ExportedObject, {
    description: 'Each object comes after those that it refers to. Revisions keep their order',
  }),
  files: Type.Array(ExportedFile, { description: 'All files except the manifest' }),
});
export type ExportManifest = Static<typeof ExportManifest>;

export const ExportContents = answer('ExportContents', {
  workspaces: Type.Array(
    answer('ExportedWorkspace', {
      api_id: Id,
      name: Type.String(),
      size_bytes: Type.Integer(),
      owned: Type.Boolean({ description: 'Tells whether the caller is the owner; these are exported by default' }),
    }),
  ),
});
export type ExportContents = Static<typeof ExportContents>;

export const exporting = {
  contents: operation({
    id: 'export.contents',
    method: 'GET',
    path: '/export/',
    summary: 'Workspaces that an export of all data of the caller can contain, with their sizes',
    access: 'person',
    status: 200,
    answer: ExportContents,
  }),
  archive: operation({
    id: 'export.archive',
    method: 'GET',
    path: '/export/archive/',
    summary: 'All data of the caller as a ZIP archive',
    description:
      'Holds the profile, the API keys without secrets, the audit entries, and a folder for each workspace as `gofigr export` writes it. `workspaces`: the own ones, or all of which the caller is a member.',
    access: 'person',
    query: Type.Object({
      workspaces: Type.Optional(Type.Union([Type.Literal('owned'), Type.Literal('all')])),
    }),
    status: 200,
    bytes: 'application/zip',
    errors: ['too_many_attempts'],
  }),
  figures: operation({
    id: 'export.figures',
    method: 'POST',
    path: '/export/figures/',
    summary: 'The newest revisions of up to 1,000 figures as a ZIP archive',
    description:
      'Holds the pictures, named after their figures, or with `files=all` a folder with all files of each figure. Figures that the caller may not view, or that have no such files, and damaged data are left out; `left-out.json` lists them. A browser may send the body as a form.',
    access: 'person',
    form: true,
    body: sent({
      objects: Type.Array(SentId, { minItems: 1, maxItems: 1000, uniqueItems: true }),
      files: Type.Optional(Type.Union([Type.Literal('pictures'), Type.Literal('all')])),
    }),
    status: 200,
    bytes: 'application/zip',
    errors: ['too_many_attempts', 'not_found'],
  }),
};
