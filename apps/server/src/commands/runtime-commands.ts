import { readFile, stat } from 'node:fs/promises';
import { addRuntime, BadAddress, MOST_BYTES, runtimeFolderOf } from '../kernel/runtimes/index.ts';
import { type Command, only } from './commands.ts';
import { UsageError } from './prompt.ts';

export const runtimeCommands: Record<string, Command> = {
  'add-runtime': {
    usage: 'add-runtime FILE --url ADDRESS',
    summary:
      'Serve this file to interactive figures that ask for the public ADDRESS, so that they work without internet. It replaces an earlier one.',
    options: { url: { type: 'string' } },
    async run({ config, print }, names, options) {
      const file = only(names, 'FILE');
      const { url } = options;
      if (typeof url !== 'string' || url === '') throw new UsageError('--url is required.');
      const bytes = await readRuntime(file);
      try {
        const { address, path } = await addRuntime(runtimeFolderOf(config), url, bytes);
        print(`Interactive figures that ask for ${address} get this file, from /runtimes/${path}.`);
      } catch (error) {
        if (error instanceof BadAddress) throw new UsageError(error.message);
        throw error;
      }
    },
  },
};

async function readRuntime(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`There is no file ${file}.`);
  if (found.size > MOST_BYTES) throw new UsageError(`${file} has more than ${MOST_BYTES} bytes.`);
  return readFile(file);
}
