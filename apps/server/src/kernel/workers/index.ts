export type { Drawing } from './drawing.ts';
export { isPrimary, type OwnWorker, ownWorker, runWorkers } from './workers.ts';
