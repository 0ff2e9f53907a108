import type { AssetRevision } from '@gofigr/contract';
import { useSyncExternalStore } from 'react';
import type { UploadTarget } from '../../lib/send-file.ts';

/** A file on its way to the server. It goes on while the user opens other pages. */
export interface Upload {
  id: number;
  /** ID of the asset or workspace. */
  to: string;
  file: File;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  /** Sent share, from 0 to 1. */
  share: number;
  error?: unknown;
  revision?: AssetRevision;
}

interface Job {
  target: UploadTarget;
  onDone: (revision: AssetRevision) => void;
  abort: AbortController;
}

const NONE: readonly Upload[] = [];
const listeners = new Set<() => void>();
const jobs = new Map<number, Job>();
let uploads = NONE;
let count = 0;
let isBusy = false;

function set(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

const change = (id: number, changes: Partial<Upload>): void =>
  set(uploads.map((one) => (one.id === id ? { ...one, ...changes } : one)));

/** Asks before the browser leaves the app: it would end the uploads. */
const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();

/** Adds files to the queue. They are sent one after the other. */
export function upload(files: readonly File[], target: UploadTarget, onDone: Job['onDone']): void {
  const to = 'asset' in target ? target.asset : target.workspace;
  const added = files.map((file): Upload => ({ id: (count += 1), to, file, state: 'waiting', share: 0 }));
  for (const { id } of added) jobs.set(id, { target, onDone, abort: new AbortController() });
  set([...uploads, ...added]);
  void sendAll();
}

/** Ends an upload that is not finished, and removes it from the list. */
export function endUpload(id: number): void {
  jobs.get(id)?.abort.abort();
  jobs.delete(id);
  set(uploads.filter((one) => one.id !== id));
}

/** Sends a failed file again. */
export function tryAgain(id: number): void {
  const job = jobs.get(id);
  if (!job) return;
  jobs.set(id, { ...job, abort: new AbortController() });
  change(id, { state: 'waiting', share: 0, error: undefined });
  void sendAll();
}

async function sendAll(): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  window.addEventListener('beforeunload', onLeave);
  for (let next = firstWaiting(); next; next = firstWaiting()) await sendOne(next);
  window.removeEventListener('beforeunload', onLeave);
  isBusy = false;
}

const firstWaiting = (): Upload | undefined => uploads.find(({ state }) => state === 'waiting');

async function sendOne({ id, file }: Upload): Promise<void> {
  const job = jobs.get(id);
  if (!job) return;
  change(id, { state: 'sending' });
  try {
    const { sendFile } = await import('../../lib/send-file.ts');
    const onProgress = (share: number) => change(id, { share });
    const revision = await sendFile(job.target, { file, onProgress, signal: job.abort.signal });
    change(id, { state: 'done', share: 1, revision });
    jobs.delete(id);
    job.onDone(revision);
  } catch (error) {
    change(id, { state: 'failed', error });
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The uploads to an asset or workspace, in the order in which they were added. */
export const useUploads = (to: string): readonly Upload[] =>
  useSyncExternalStore(subscribe, () => uploads).filter((one) => one.to === to);
