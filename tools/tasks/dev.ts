import { spawn } from 'node:child_process';
import { WEB_DIR } from '../lib/build.ts';
import { packageBin } from '../lib/packages.ts';
import { fromRoot } from '../lib/root.ts';

/** Runs the server from its sources and restarts it when one changes. Rebuilds the web app when its files change. */
const env = { ...process.env, GOFIGR_WEB_DIR: process.env['GOFIGR_WEB_DIR'] ?? WEB_DIR };
const flags = ['--watch', '--watch-preserve-output', '--disable-warning=ExperimentalWarning', '--enable-source-maps'];
const children = [
  spawn(process.execPath, [packageBin('vite'), 'build', '--watch'], { cwd: fromRoot('apps/web'), stdio: 'inherit' }),
  spawn(process.execPath, [...flags, fromRoot('apps/server/src/main.ts'), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env,
  }),
];

function stop(signal: NodeJS.Signals): void {
  for (const child of children) child.kill(signal);
}

process.on('SIGINT', () => stop('SIGTERM'));
process.on('SIGTERM', () => stop('SIGTERM'));
for (const child of children) {
  child.on('exit', (code) => {
    stop('SIGTERM');
    process.exitCode ??= code ?? 0;
  });
}
