import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, newFolder, type Outcome } from './commands.ts';
import { type Api, as, newKey, server } from './servers.ts';

export interface SetUpHome {
  home: string;
  token: string;
  api: Api;
  workspace: { api_id: string; name: string };
  gofigr: (args: readonly string[], env?: Record<string, string>) => Promise<Outcome>;
  write: (name: string, bytes: string | Uint8Array) => void;
  /** Names of all analyses, figures and assets of the workspace. */
  names: () => Promise<string[]>;
}

/** Makes a home folder that is set up for a new workspace. */
export async function setUpHome(url = server.url): Promise<SetUpHome> {
  const home = newFolder();
  const api = await as(server, server.grace);
  const { token } = await newKey(server, server.grace);
  const workspace = await api('POST', 'workspace/', { name: `Home ${randomBytes(4).toString('hex')}` });
  writeFileSync(join(home, '.gofigr'), JSON.stringify({ url, api_key: token, workspace: workspace.api_id }), {
    mode: 0o600,
  });
  return {
    ...{ home, token, api, workspace },
    gofigr: (args, env = {}) => command('gofigr', args, { home, env }),
    write: (name, bytes) => writeFileSync(join(home, name), bytes),
    names: async () => {
      const { analyses, assets } = await api('GET', `workspace/${workspace.api_id}/`);
      const whole = await Promise.all(analyses.map(({ api_id }: any) => api('GET', `analysis/${api_id}/`)));
      return [...analyses, ...whole.flatMap(({ figures }) => figures), ...assets].map(({ name }) => name);
    },
  };
}
