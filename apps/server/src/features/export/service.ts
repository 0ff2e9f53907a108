import type { ExportContents } from '@gofigr/contract';
import { joined } from '@gofigr/contract/export-layout';
import { Folder, safeName } from '@gofigr/contract/file-names';
import { type ClientOrigin, recordAudit } from '../../kernel/audit.ts';
import type { KeyUsage, SignedIn } from '../../kernel/auth/index.ts';
import type { Stores } from '../../kernel/blobs/index.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Db } from '../../kernel/db/index.ts';
import { ApiError, notAllowed, notFound } from '../../kernel/errors.ts';
import { objects, type StoredObject } from '../../kernel/objects/index.ts';
import type { ArchivedFile } from '../../kernel/zip.ts';
import { keysOf, toApiKey } from '../api-key/index.ts';
import { exportLines, filterFor } from '../audit/index.ts';
import { createFormats } from '../data/index.ts';
import { findById, toUser } from '../user/index.ts';
import { type FigureFiles, figureFiles } from './service/figure-files.ts';
import { jsonFile } from './service/files.ts';
import { type LeftOut, workspaceFiles } from './service/workspace-files.ts';
import { isSignedIn, ownedBy } from './store.ts';

export type Which = 'owned' | 'all';

export interface ExportService {
  contents(reader: SignedIn): Promise<ExportContents>;
  /** Records the export, and yields its files while they are read. Ends with the reader's sign-in. */
  files(reader: SignedIn, which: Which, origin: ClientOrigin): Promise<AsyncGenerator<ArchivedFile>>;
  /** Yields files of figures while they are read. Throws `not_found` if the reader may view none of the figures. */
  figures(reader: SignedIn, asked: Pick<FigureFiles, 'ids' | 'which'>): Promise<AsyncGenerator<ArchivedFile>>;
}

export interface ExportDeps {
  db: Db;
  clock: Clock;
  blobs: Stores;
  usage: KeyUsage;
  publicUrl: URL;
}

const README = [
  'All your data on GoFigr',
  '',
  'profile.json    your account',
  'api-keys.json   your API keys, without their secrets',
  'audit.jsonl     who did what with your account',
  'workspaces/     a folder for each workspace: data as plain files, everything else as JSON',
  'left-out.json   data whose bytes are damaged on the server; only there if there are any',
  '',
  'To bring a workspace to another server: gofigr import workspaces/NAME',
  '',
].join('\n');

export function createExportService(deps: ExportDeps): ExportService {
  const { db, clock, blobs, usage, publicUrl } = deps;
  const formats = createFormats(blobs);
  const url = publicUrl.href.replace(/\/$/, '');

  async function workspacesOf(reader: SignedIn): Promise<{ workspace: StoredObject; owned: boolean }[]> {
    const owned = await ownedBy(db, reader.userId);
    const all = await objects.reachable(db, reader, 'workspace');
    return all.map((workspace) => ({ workspace, owned: owned.has(workspace.id) }));
  }

  /** The workspace as it is now; undefined if it is gone, or the reader's access to it. */
  async function stillVisible(reader: SignedIn, id: string): Promise<StoredObject | undefined> {
    try {
      return await objects.authorise(db, reader, 'view', 'workspace', id);
    } catch (error) {
      if (error instanceof ApiError) return undefined;
      throw error;
    }
  }

  async function* filesOf(reader: SignedIn, workspaces: readonly StoredObject[]): AsyncGenerator<ArchivedFile> {
    const time = new Date(clock.now() / 1000);
    const text = Buffer.from(README);
    yield { path: 'README.txt', bytes: [text], size: text.length, compress: true, time };
    const user = await findById(db, reader.userId);
    if (!user) throw notFound('No user');
    yield { ...jsonFile(toUser(user)), path: 'profile.json', time };
    const keys = (await keysOf(db, reader.userId)).map((row) => toApiKey(row, usage));
    yield { ...jsonFile(keys), path: 'api-keys.json', time };
    const lines = exportLines(db, filterFor(reader, {}), reader, 'jsonl');
    yield { path: 'audit.jsonl', bytes: encoded(lines), compress: true, time };

    const folders = new Folder();
    const leftOut: LeftOut[] = [];
    for (const { id } of workspaces) {
      const workspace = await stillVisible(reader, id);
      if (!workspace) continue;
      yield* workspaceFiles({
        ...{ db, blobs, reader, workspace, url, time },
        folder: joined('workspaces', folders.take(safeName(workspace.name))),
        async onObject() {
          if (!(await isSignedIn(db, reader))) throw notAllowed();
        },
        onLeftOut: (datum) => void leftOut.push(datum),
      });
    }
    if (leftOut.length > 0) yield { ...jsonFile(leftOut), path: 'left-out.json', time };
  }

  return {
    async contents(reader) {
      const workspaces = (await workspacesOf(reader)).map(({ workspace: { id, name, size_bytes }, owned }) => ({
        ...{ api_id: id, name, size_bytes, owned },
      }));
      return { workspaces };
    },

    async files(reader, which, origin) {
      const workspaces = (await workspacesOf(reader)).filter(({ owned }) => which === 'all' || owned);
      await recordAudit(db, {
        event: 'data_exported',
        at: clock.now(),
        by: reader.username,
        origin,
        details: { workspaces: workspaces.length },
      });
      return filesOf(
        reader,
        workspaces.map(({ workspace }) => workspace),
      );
    },

    async figures(reader, { ids, which }) {
      if ((await objects.visible(db, reader, 'figure', ids)).size === 0) throw notFound('No figure');
      const time = new Date(clock.now() / 1000);
      return figureFiles({ db, blobs, formats, reader, ids, which, time });
    },
  };
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}
