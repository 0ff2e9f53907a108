export { type BackupReport, backup } from './backup.ts';
export type { BlobProblem } from './blob-problems.ts';
export type { BackupDeps } from './deps.ts';
export { showProgress } from './progress.ts';
export { type RestoreReport, restore } from './restore.ts';
export { type VerifyReport, verifyBackup, verifyServer } from './verify.ts';
