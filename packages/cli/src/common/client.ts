import { GoFigr, type GoFigrOptions } from '@gofigr/client';
import { machineName, noticeOnceADay } from '@gofigr/client/node';
import { impatient } from './impatient.ts';

/** Makes a client for small requests. It tells the server the name of this machine and shows the server's notices. */
export const newClient = (options: GoFigrOptions & { url: string | undefined }): GoFigr =>
  new GoFigr({
    fetch: impatient,
    machine: machineName(),
    onNotice: noticeOnceADay(options.url ?? '', options.apiKey),
    ...options,
  });
