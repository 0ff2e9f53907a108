export { backup } from './service/backup.ts';
export type { BlobProblem } from './service/blob-problems.ts';
export type { BackupDeps } from './service/deps.ts';
export { showProgress } from './service/progress.ts';
export { restore } from './service/restore.ts';
export { verifyBackup, verifyServer } from './service/verify.ts';
