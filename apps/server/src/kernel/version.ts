import manifest from '../../package.json' with { type: 'json' };

/** Of the server; `info/` tells it. */
export const VERSION: string = manifest.version;
