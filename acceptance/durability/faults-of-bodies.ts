import { deepStrictEqual, strictEqual } from 'node:assert';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './api.ts';
import { type Archive, openArchive, publication, publish, type Scenario } from './scenario.ts';
import { temporaryBytes, temporaryFiles } from './verify.ts';

const MINUTE_MS = 60_000;

/** Takes a minute, the shortest limit, and hardly any processor time. */
export const slowBody: Scenario = {
  name: 'a body that is slower than the limit gets 408 and leaves no file',
  async play(stage) {
    const archive = await openArchive(stage, { dataDir: stage.folder(), env: { GOFIGR_UPLOAD_MINUTES: '1' } });
    const started = Date.now();
    const { upload, answer } = beginUpload(archive, 10_000_000);
    upload.write(head(archive.figure));
    const drip = setInterval(() => upload.write('AAAA'), 1000);
    stage.afterwards(() => clearInterval(drip));
    deepStrictEqual(await refusal(answer), [408, 'request_timeout']);
    clearInterval(drip);
    upload.destroy();
    const took = Date.now() - started;
    strictEqual(took > MINUTE_MS - 1000 && took < MINUTE_MS + 10_000, true, `took ${took} ms`);
    await untilClean(archive);
    await publish(archive, Buffer.from('after'));
  },
};

/** Bodies that the server must refuse. After each, a publish works and no file is left. The limits are small. */
export const faultsOfBodies: Scenario[] = [
  {
    name: 'a body that is cut off leaves no file, ten times in a row',
    async play(stage) {
      const archive = await openArchive(stage);
      for (let time = 0; time < 10; time++) {
        const { upload, answer } = beginUpload(archive, 10_000_000);
        answer.catch(() => undefined);
        upload.write(head(archive.figure) + 'AAAA'.repeat(100_000));
        while (temporaryFiles(archive.site.dataDir).length === 0) await sleep(5);
        upload.destroy();
        await untilClean(archive);
      }
      await publish(archive, Buffer.from('after'));
    },
  },
  {
    name: 'bodies that are too deep, too large or malformed are refused, each with its own code',
    async play(stage) {
      const env = { GOFIGR_MAX_NESTING: '20', GOFIGR_MAX_ITEMS: '1000', GOFIGR_MAX_BODY_MB: '1' };
      const archive = await openArchive(stage, { dataDir: stage.folder(), env });
      const { api, figure } = archive;
      const wrapped = (text: string, times: number) => '['.repeat(times) + text + ']'.repeat(times);
      const send = (metadata: string) => api.call('POST', 'revision/', `{"figure":"${figure}","metadata":${metadata}}`);
      deepStrictEqual(codeOf(await send(wrapped('1', 30))), [400, 'bad_request']);
      deepStrictEqual(codeOf(await send(`[${'1,'.repeat(2000)}1]`)), [413, 'body_too_large']);
      const large = await api.call('POST', 'revision/', publication(figure, Buffer.alloc(1_000_000)));
      deepStrictEqual(codeOf(large), [413, 'body_too_large']);
      const broken = { figure, metadata: {}, data: [{ name: 'd', type: 'file', metadata: {}, data: 'A===B' }] };
      deepStrictEqual(codeOf(await api.call('POST', 'revision/', broken)), [400, 'malformed_base64']);
      deepStrictEqual(codeOf(await api.call('POST', 'revision/', '{"figure":')), [400, 'malformed_json']);
      await untilClean(archive);
      await publish(archive, Buffer.from('after'));
    },
  },
  {
    name: 'the uploads of one user are limited in total, and an upload stops counting when it ends',
    async play(stage) {
      const env = { GOFIGR_MAX_TEMPORARY_MB: '1' };
      const archive = await openArchive(stage, { dataDir: stage.folder(), env });
      const { api, figure } = archive;
      const whole = await api.call('POST', 'revision/', publication(figure, Buffer.alloc(1_100_000)));
      deepStrictEqual(codeOf(whole), [413, 'upload_quota_reached']);
      const { upload, answer } = beginUpload(archive, 1_200_000);
      answer.catch(() => undefined);
      upload.write(head(figure) + 'AAAA'.repeat(200_000));
      // With these bytes, a second upload of 600 kB exceeds the limit.
      while (temporaryBytes(archive.site.dataDir) < 500_000) await sleep(5);
      const second = await api.call('POST', 'revision/', publication(figure, Buffer.alloc(600_000)));
      deepStrictEqual(codeOf(second), [413, 'upload_quota_reached']);
      upload.destroy();
      await untilClean(archive);
      for (let time = 0; time < 3; time++) await publishSoon(archive, Buffer.alloc(600_000));
    },
  },
];

export const codeOf = ({ status, body }: Answer): [number, string] => [status, (body as { code: string }).code]; // as the server answers an error

const head = (figure: string): string =>
  `{"figure":"${figure}","metadata":{},"data":[{"name":"d","type":"file","metadata":{},"data":"`;

/** Publishes, and waits at most 3 s until the server no longer counts an upload that ended. */
async function publishSoon({ api, figure }: Archive, bytes: Buffer): Promise<void> {
  const deadline = Date.now() + 3000;
  for (;;) {
    const answer = await api.call('POST', 'revision/', publication(figure, bytes));
    if (answer.status === 201) return;
    deepStrictEqual(codeOf(answer), [413, 'upload_quota_reached']);
    if (Date.now() > deadline) throw new Error('an upload that ended still counts');
    await sleep(50);
  }
}

type Upload = { upload: ClientRequest; answer: Promise<IncomingMessage> };

function beginUpload({ api, server }: Archive, length: number): Upload {
  const upload = request(`${server.url}/api/v1.4.1/revision/`, {
    method: 'POST',
    headers: { authorization: api.authorization, 'content-type': 'application/json', 'content-length': length },
  });
  upload.on('error', () => undefined);
  return {
    upload,
    answer: new Promise<IncomingMessage>((resolve, reject) => {
      upload.once('response', resolve).once('error', reject);
    }),
  };
}

async function refusal(answer: Promise<IncomingMessage>): Promise<[number, string]> {
  const message = await answer;
  return [message.statusCode ?? 0, ((await json(message)) as { code: string }).code]; // as the server answers an error
}

/** Waits at most 3 s until no file of an upload is left. */
export async function untilClean({ site }: Pick<Archive, 'site'>): Promise<void> {
  const deadline = Date.now() + 3000;
  while (temporaryFiles(site.dataDir).length > 0 && Date.now() < deadline) await sleep(20);
  deepStrictEqual(temporaryFiles(site.dataDir), []);
}
