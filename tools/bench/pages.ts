import { runOnDemo } from '../demo/on-server.ts';

/** Measures how long the gallery and the figure page take to load, with the demonstration: `npm run bench -- pages`. */
process.exitCode = await runOnDemo('vitals');
