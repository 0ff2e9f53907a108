import { pathToFileURL } from 'node:url';
import { ADMIN_BUNDLE, isServerFresh } from '../lib/build.ts';
import { fromRoot } from '../lib/root.ts';

/** Becomes the admin command: the bundle when it is current, else the sources. */
const entry = isServerFresh() ? ADMIN_BUNDLE : fromRoot('apps/server/src/commands/main.ts');
process.argv[1] = entry;
await import(pathToFileURL(entry).href);
