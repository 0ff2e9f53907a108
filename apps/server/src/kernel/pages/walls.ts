import { dirname } from 'node:path';

/** A way to start Chromium without a network. Its own sandbox works inside. */
export interface Walls {
  name: string;
  /** Puts the confining command before `command`, whose first word is the path of Chromium. */
  wrap(command: readonly string[], ownFolder: string): string[];
}

/** An unprivileged user: Chromium's own sandbox refuses to work for root. */
const NOBODY = '1000';
const TMP_BYTES = 512 * 2 ** 20;

/** Programs, libraries and fonts: the only parts of the system that Chromium sees. */
const SYSTEM = [
  '/usr',
  '/lib',
  '/lib32',
  '/lib64',
  '/bin',
  '/nix/store',
  '/etc/alternatives',
  '/etc/fonts',
  '/etc/ld.so.cache',
  '/var/cache/fontconfig',
];

const bubblewrap: Walls = {
  name: 'bubblewrap',
  wrap: ([program = '', ...args]) => [
    ...['bwrap', '--unshare-all', '--unshare-user', '--uid', NOBODY, '--gid', NOBODY],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--proc', '/proc', '--dev', '/dev'],
    ...['--size', String(TMP_BYTES), '--tmpfs', '/tmp', '--chdir', '/tmp'],
    ...[...SYSTEM, dirname(program)].flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--', program, ...args, '--user-data-dir=/tmp/profile'],
  ],
};

/** Without bubblewrap Chromium sees the files of the system, as far as other users may. */
const namespaces: Walls = {
  name: 'unshare',
  wrap: (command, ownFolder) => [
    ...['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--net', '--ipc', '--pid', '--fork'],
    ...['--kill-child', '--mount-proc', '--', ...command, `--user-data-dir=${ownFolder}/profile`],
  ],
};

/** Best first. There is none without a network namespace: a page could reach the network of the server. */
export const WALLS: readonly Walls[] = [bubblewrap, namespaces];
