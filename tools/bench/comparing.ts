import { runOnServer } from '../demo/on-server.ts';

/**
 * Measures the page that compares two revisions, with large ones on a slow processor: `npm run bench -- comparing`.
 * `-- comparing Pictures Code` measures only these pairs.
 */
process.exitCode = await runOnServer('comparing', async () => undefined, process.argv.slice(2));
