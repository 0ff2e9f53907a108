import manifest from '../package.json' with { type: 'json' };
import { openApi } from './openapi.ts';

/** Renders `openapi.json` as committed. */
export const renderOpenApi = (): string => `${JSON.stringify(openApi(manifest.version), null, 2)}\n`;
