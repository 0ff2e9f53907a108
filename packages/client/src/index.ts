/** The client for Node, Deno and browsers. Files and configuration: `@gofigr/client/node`. */
export type { ByteSource, Bytes } from './bytes/source.ts';
export type { CallOptions } from './call.ts';
export type {
  CodeContent,
  Content,
  Datum,
  FileContent,
  ImageContent,
  TableContent,
  TextContent,
} from './content.ts';
export type { Rows } from './csv.ts';
export { type FieldError, GoFigrError, type OwnCode, Unreachable } from './errors.ts';
export { DEFAULT_URL, GoFigr, type GoFigrOptions, type SearchOptions } from './gofigr.ts';
export { checkKey } from './key.ts';
export { isSameName } from './name.ts';
export type { Publication } from './publish.ts';
export type {
  ApiKey,
  ApiKeyChanges,
  ApiKeyLog,
  ApiKeys,
  NewApiKey,
  Rotation,
  User,
  UserChanges,
  Users,
} from './resources/account.ts';
export type { Analyses, Analysis, AnalysisChanges, NewAnalysis } from './resources/analysis.ts';
export type { Asset, AssetChanges, Assets, NewAsset } from './resources/asset.ts';
export type {
  AssetRevision,
  AssetRevisionChanges,
  AssetRevisions,
  NewAssetRevision,
} from './resources/asset-revision.ts';
export type { Collection, Handle } from './resources/collection.ts';
export type { DataBytes } from './resources/data.ts';
export type { Figure, FigureChanges, Figures, NewFigure, TagChange } from './resources/figure.ts';
export type { FindByName, FindOptions } from './resources/find-by-name.ts';
export type { PageOptions } from './resources/pages.ts';
export type { ById, Reference } from './resources/references.ts';
export type { NewRevision, Revision, RevisionChanges, Revisions, SentLink } from './resources/revision.ts';
export type { NewWorkspace, Workspace, WorkspaceChanges, Workspaces } from './resources/workspace.ts';
export type {
  Activity,
  AssetLink,
  Data,
  ErrorCode,
  FoundPicture,
  Info,
  ListedAnalysis,
  ListedAsset,
  ListedFigure,
  Member,
  SavedSearch,
  SearchAnswer,
  SearchMatch,
  SearchResult,
} from './wire.ts';
