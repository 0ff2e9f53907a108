import manifest from '../../package.json' with { type: 'json' };

/** Version of the server, which `info/` reports. */
export const VERSION: string = manifest.version;
