import { runCommand } from '../lib/run-command.ts';

await runCommand('gofigr');
