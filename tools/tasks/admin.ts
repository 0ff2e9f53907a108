import { pathToFileURL } from 'node:url';
import { ADMIN_BUNDLE, isServerFresh } from '../lib/build.ts';
import { fromRoot } from '../lib/root.ts';

/** Runs the admin command from its bundle if it is current, else from the sources. */
const entry = isServerFresh() ? ADMIN_BUNDLE : fromRoot('apps/server/src/commands/main.ts');
process.argv[1] = entry;
await import(pathToFileURL(entry).href);
