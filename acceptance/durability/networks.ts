import { spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { LegSkipped } from '../../tools/lib/leg.ts';
import { TaskError } from '../../tools/lib/run.ts';
import { ensureSystem } from '../../tools/lib/system.ts';
import type { Stage } from './scenario.ts';
import type { Site } from './server.ts';

/** The networks of some hosts. */
interface Networks {
  /** Description for the printed line. */
  kind: string;
  /** The network of each host. */
  hosts: Pick<Site, 'address' | 'wrapper'>[];
  /** Returns the address at which the hosts reach a service that listens at 127.0.0.1 here. */
  reach(url: string): Promise<string>;
}

/**
 * Makes a network for each host: a namespace of the kernel with an address of its own, connected by a bridge. Where that
 * is not permitted, the hosts have only loopback addresses of their own.
 */
export async function openNetworks(stage: Stage, count: number): Promise<Networks> {
  const ip = await ensureSystem('iproute').catch((error: unknown) => {
    if (error instanceof LegSkipped) return undefined;
    throw error;
  });
  const made = ip === undefined ? 'there is no program ip' : await makeNamespaces(stage, ip, count);
  if (typeof made !== 'string') return made;
  const kind = `on loopback addresses, because network namespaces are not possible here: ${made}`;
  const address = (index: number) => (process.platform === 'linux' ? `127.0.0.${index + 2}` : '127.0.0.1');
  const hosts = Array.from({ length: count }, (_, index) => ({ address: address(index) }));
  return { kind, hosts, reach: async (url) => url };
}

/** Makes the namespaces. Returns why that is not possible. */
async function makeNamespaces(stage: Stage, ip: string, count: number): Promise<Networks | string> {
  const run = (...args: string[]) => {
    const { status, stderr, error } = spawnSync(ip, args, { encoding: 'utf8' });
    if (status !== 0) throw new TaskError((error?.message ?? stderr).trim());
  };
  // Other tests at the same time have other numbers. Names of devices have up to 15 letters.
  const [one, other] = [randomInt(1, 255), randomInt(1, 255)];
  const name = `gf${one}x${other}`;
  const addressOf = (last: number) => `10.${one}.${other}.${last}`;
  const spaces = Array.from({ length: count }, (_, index) => `${name}n${index}`);
  const clear = () => {
    process.off('exit', clear);
    for (const space of spaces) spawnSync(ip, ['netns', 'del', space]);
    spawnSync(ip, ['link', 'del', name]);
  };
  process.once('exit', clear);
  stage.afterwards(clear);
  try {
    run('link', 'add', name, 'type', 'bridge');
    run('addr', 'add', `${addressOf(1)}/24`, 'dev', name);
    run('link', 'set', name, 'up');
    for (const [index, space] of spaces.entries()) {
      run('netns', 'add', space);
      run('link', 'add', `${name}v${index}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space);
      run('link', 'set', `${name}v${index}`, 'master', name, 'up');
      run('-n', space, 'addr', 'add', `${addressOf(index + 2)}/24`, 'dev', 'eth0');
      run('-n', space, 'link', 'set', 'eth0', 'up');
      run('-n', space, 'link', 'set', 'lo', 'up');
    }
    const hosts = spaces.map((space, index) => ({
      address: addressOf(index + 2),
      wrapper: [ip, 'netns', 'exec', space],
    }));
    const reach = (url: string) => forward(stage, url, addressOf(1));
    await tryOut(stage, hosts, addressOf(1));
    return { kind: 'in network namespaces', hosts, reach };
  } catch (error) {
    clear();
    if (error instanceof TaskError) return error.message;
    throw error;
  }
}

/** Longest time of the first connection, in milliseconds: a firewall may let none through. */
const CONNECT_MS = 10_000;

/** Throws if a host can not connect to this one. */
async function tryOut(stage: Stage, hosts: Networks['hosts'], address: string): Promise<void> {
  const server = createServer((socket) => socket.end()).listen(0, address);
  stage.afterwards(() => server.close());
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const program = `require('node:net').connect(${port}, '${address}').setTimeout(${CONNECT_MS}, () => process.exit(1)).on('error', () => process.exit(1)).on('close', () => process.exit(0)).resume()`;
  for (const { wrapper = [] } of hosts) {
    const [command, ...args] = [...wrapper, process.execPath, '--eval', program];
    const { promise, resolve } = Promise.withResolvers<number | null>();
    const child = spawn(command, args, { stdio: 'ignore' });
    child.once('exit', resolve).once('error', () => resolve(null));
    if ((await promise) !== 0) throw new TaskError('no connection between namespaces');
  }
}

/** Passes connections to a port of this address on to the same port at 127.0.0.1. Returns the other address. */
async function forward(stage: Stage, url: string, address: string): Promise<string> {
  const place = new URL(url.replace(/^s3:.*endpoint=/, ''));
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(Number(place.port), '127.0.0.1');
    for (const [from, to] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => sockets.delete(from));
      from.pipe(to);
    }
  }).listen(Number(place.port), address);
  stage.afterwards(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await once(server, 'listening');
  return url.replaceAll('127.0.0.1', address);
}
