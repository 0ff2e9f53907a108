import { readFileSync } from 'node:fs';
import { openApi } from './openapi.ts';

/** The text of `openapi.json`, as committed. */
export function renderOpenApi(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return `${JSON.stringify(openApi(version), null, 2)}\n`;
}
