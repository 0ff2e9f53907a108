import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launch } from '../browser/app.ts';
import { environment, newFolder } from './commands.ts';
import { type Account, as, pythons, secure, server } from './servers.ts';
import { answers, play } from './terminal.ts';

const { url, grace: user } = server;

const PUBLISH = join(import.meta.dirname, 'published_client.py');

test.each(pythons)('the file configures the published Python client, version %s', async (_, python) => {
  const home = newFolder();
  const api = await as(server, user);
  const workspace = await api('POST', 'workspace/', { name: 'For Python' });
  const steps = answers(
    ['Username: ', user.username],
    ['Password: ', user.password],
    ['API key (leave blank to generate a new key): ', ''],
    ['Key name: ', 'for Python'],
  );
  const args = ['--url', url, '--workspace', workspace.api_id];
  expect((await play('gfconfig', args, { home }, steps)).code).toBe(0);

  const said = await output(python, [PUBLISH], home);
  const { revision, ...used } = JSON.parse(said);
  expect(used).toEqual({ url, username: user.username });
  const [analysis] = (await api('GET', `workspace/${workspace.api_id}/`)).analyses;
  const { figure } = await api('GET', `revision/${revision}/`);
  expect((await api('GET', `figure/${figure}/`)).analysis).toBe(analysis.api_id);
  expect(analysis.name).toBe('Set up by gfconfig');
});

/** Starts a proxy at the server's public address. Returns the certificate that clients must trust. */
async function startProxy(folder: string): Promise<string> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert];
  execFileSync('openssl', [...made, ...subject], { stdio: 'ignore' });
  const proxy = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (received, response) => {
    const { method, headers, url: path = '' } = received;
    const forwarded = request(new URL(path, secure.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    received.pipe(forwarded);
  }).listen(Number(new URL(secure.publicUrl).port), 'localhost');
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  return cert;
}

/** Code that the program `gfconfig` of the package runs. */
const GFCONFIG = 'from gofigr.gfconfig import main; main()';

const [newest] = pythons;

test('over https, the published gfconfig signs in with the browser, and its file publishes a figure', async () => {
  const home = newFolder();
  const { ada, publicUrl } = secure;
  const cert = await startProxy(home);
  const opened = addressOpenedIn(home);
  const env = { BROWSER: opened.program, REQUESTS_CA_BUNDLE: cert, SSL_CERT_FILE: cert };
  const python = newest?.[1] ?? '';
  // A new key, its name, and the default workspace.
  const answered = '\nby the published client\n\n';
  const [said] = await Promise.all([
    output(python, ['-c', GFCONFIG, '--url', publicUrl], home, env, answered),
    opened.address().then((address) => approve(address, ada)),
  ]);
  expect(said).toContain(`${publicUrl}/device`);
  expect(said).toContain('=> Authenticated successfully');
  const config = JSON.parse(readFileSync(join(home, '.gofigr'), 'utf8'));
  expect(config).toMatchObject({ url: publicUrl, api_key: expect.stringMatching(/^gf_/) });

  const { revision, ...used } = JSON.parse(await output(python, [PUBLISH], home, env));
  expect(used).toEqual({ url: publicUrl, username: ada.username });
  const api = await as(secure, ada);
  expect((await api('GET', `revision/${revision}/`)).api_id).toBe(revision);
  const names = (await api('GET', 'api_key/')).map(({ name }: { name: string }) => name);
  expect(names).toEqual(['by the published client']);
});

/** Makes a "browser" that keeps the address that a program opens. */
function addressOpenedIn(folder: string): { program: string; address(): Promise<string> } {
  const [program, file] = [join(folder, 'browser.mjs'), join(folder, 'opened')];
  const write = `import { renameSync, writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(`${file}.part`)}, process.argv[2]);
renameSync(${JSON.stringify(`${file}.part`)}, ${JSON.stringify(file)});`;
  writeFileSync(program, `#!${process.execPath}\n${write}\n`);
  chmodSync(program, 0o700);
  return {
    program,
    async address() {
      await expect.poll(() => existsSync(file), { timeout: 60_000 }).toBe(true);
      return readFileSync(file, 'utf8');
    },
  };
}

/** Signs in on the page that a terminal opens, and approves the terminal there. */
async function approve(address: string, { username, password }: Account): Promise<void> {
  const browser = await launch();
  try {
    // Chromium has no list of certificates that a test could add to.
    const page = await browser.newPage({ ignoreHTTPSErrors: true });
    await page.goto(address);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved: go back to your terminal').waitFor();
  } finally {
    await browser.close();
  }
}

async function output(
  python: string,
  args: readonly string[],
  home: string,
  more: Record<string, string> = {},
  input = '',
): Promise<string> {
  const env = environment({ home, env: { MPLBACKEND: 'Agg', MPLCONFIGDIR: join(home, 'matplotlib'), ...more } });
  const child = spawn(python, args, { cwd: home, env });
  child.stdin.end(input);
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(seen.err);
  return seen.out;
}
