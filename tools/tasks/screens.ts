import { runOnDemo } from '../demo/on-server.ts';
import { runTask } from '../lib/run.ts';

/** `npm run screens` takes the pictures in docs/screens from a server with the demonstration. */
await runTask(() => runOnDemo('screens'));
