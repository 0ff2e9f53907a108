import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { CheckpointStep, StepResult } from './checkpoints.ts';

const database = new DatabaseSync(workerData as string, { timeout: 1000 }); // its path, given by checkpoints.ts
database.exec('pragma synchronous = full; pragma wal_autocheckpoint = 0');

const steps: Record<CheckpointStep, () => void> = {
  copy() {
    database.exec('pragma wal_checkpoint(passive)');
  },
  /** Writes the first page of a new log, so that nobody else has to sync the log's head. */
  startLog() {
    const version = database.prepare('pragma user_version').get()?.['user_version'];
    database.exec(`pragma user_version = ${Number(version)}`);
  },
};

parentPort?.on('message', (step: CheckpointStep) => {
  let result: StepResult = null;
  try {
    steps[step]();
  } catch (error) {
    result = error instanceof Error ? error.message : String(error);
  }
  parentPort?.postMessage(result);
});
