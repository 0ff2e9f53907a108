export { backup } from './backup.ts';
export type { BlobProblem } from './blob-problems.ts';
export type { BackupDeps } from './deps.ts';
export { showProgress } from './progress.ts';
export { restore } from './restore.ts';
export { verifyBackup, verifyServer } from './verify.ts';
