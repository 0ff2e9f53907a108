/** Copies the workspace that standard input names, in a process that tests kill. */
import { text } from 'node:stream/consumers';
import { GoFigr } from '@gofigr/client';
import { importFrom } from '@gofigr/client/copy';

interface Task {
  source: { url: string; account: { username: string; password: string } };
  target: Task['source'];
  workspace: string;
  journal: string;
}

const { source, target, workspace, journal } = JSON.parse(await text(process.stdin)) as Task;
const client = ({ url, account }: Task['source']): GoFigr => new GoFigr({ url, ...account });
await importFrom(client(source), workspace, client(target), { journal });
