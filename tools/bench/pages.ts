import { runOnDemo } from '../demo/on-server.ts';

/** `npm run bench -- pages`: how long the gallery and the figure page take to show themselves, with the demonstration. */
process.exitCode = await runOnDemo('vitals');
