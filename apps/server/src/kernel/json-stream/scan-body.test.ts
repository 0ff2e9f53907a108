import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { BodyError } from './errors.ts';
import { scanBody } from './scan-body.ts';
import { chunksOf, generous, type Outcome, pattern, SinkLedger, scan } from './test-harness.ts';

const code = ({ error }: Outcome): string =>
  error instanceof BodyError ? `${error.status} ${error.code}` : String(error);
const twoData = '{"figure":"f","data":[{"data":"QQ=="},{"data":"QUI="}]}';

describe('scanBody', () => {
  it("replaces each streamed string by its sink's result, and keeps everything else", async () => {
    const { value } = await scan('{"n":1.0,"data":[{"data":"QQ==","name":"a"},{"data":null}],"x":"QQ=="}');
    expect(JSON.stringify(value)).toBe('{"n":1.0,"data":[{"data":{"hex":"41"},"name":"a"},{"data":null}],"x":"QQ=="}');
  });

  it('keeps __proto__ and constructor as data', async () => {
    const { value } = await scan('{"__proto__":{"a":1},"metadata":{"constructor":1.0,"__proto__":2.0}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1},"metadata":{"constructor":1.0,"__proto__":2.0}}');
  });

  it('keeps megabytes of everything else, in any pieces', async () => {
    const metadata = Array.from({ length: 50_000 }, (_, index) => ({ index, half: index / 2, name: `é${index}` }));
    const body = Buffer.from(JSON.stringify({ metadata, data: [{ data: 'QQ==' }] }));
    const pieces = Array.from({ length: Math.ceil(body.length / 999) }, (_, at) =>
      body.subarray(at * 999, at * 999 + 999),
    );
    expect((await scan(chunksOf(...pieces))).value).toEqual({ metadata, data: [{ data: { hex: '41' } }] });
  });

  it('streams wherever the pattern says', async () => {
    const flat = await scan('{"avatar":"QQ==","data":[{"data":"!"}]}', { pattern: ['avatar'] });
    expect(flat.value).toEqual({ avatar: { hex: '41' }, data: [{ data: '!' }] });
    expect(flat.ledger.paths).toEqual(['avatar']);
    const items = await scan('["QQ==",["!"],"QUI="]', { pattern: ['*'] });
    expect(items.value).toEqual([{ hex: '41' }, ['!'], { hex: '4142' }]);
    expect(items.ledger.paths).toEqual(['[0]', '[2]']);
    expect((await scan('["!"]', { pattern: [''] })).value).toEqual(['!']);
  });

  it('passes bytes on before the string has ended', async () => {
    const seen: string[] = [];
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"data":[{"data":"QUJDREVG');
      seen.push('next chunk asked for');
      yield Buffer.from('R0g="}]}');
    }
    const write = (chunk: Uint8Array): void => void seen.push(Buffer.from(chunk).toString());
    await scan(source(), { openSink: () => ({ write, end: async () => ({ hex: '' }), abort: async () => undefined }) });
    expect(seen).toEqual(['ABCDEF', 'next chunk asked for', 'GH']);
  });

  it('discards the results of repeated keys and keeps the last', async () => {
    const { value, ledger } = await scan('{"data":[{"data":"QQ==","data":"QUI="}],"data":[{"data":"QUJD"}]}');
    expect(value).toEqual({ data: [{ data: { hex: '414243' } }] });
    expect(ledger.fates).toEqual(['discarded', 'discarded', 'ended']);
  });

  it('waits for the answer about a top-level value before it opens a sink', async () => {
    const seen: string[] = [];
    const onTopLevelValue = async (key: string, value: unknown): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen.push(`${key}=${JSON.stringify(value)}`);
    };
    const ledger = new SinkLedger();
    const openSink = (path: string) => {
      seen.push(path);
      return ledger.open(path);
    };
    const text = '{"figure":"a\\u0062","n":1.0,"o":{"figure":"no"},"l":[1],"data":[{"data":"QQ=="}],"t":true,"z":null}';
    const { error } = await scan(text, { onTopLevelValue, openSink, discard: ledger.discard });
    expect(error).toBeUndefined();
    expect(seen).toEqual(['figure="ab"', 'n=1.0', 'data[0].data', 't=true', 'z=null']);
  });

  it('stops reading after a top-level value is refused', async () => {
    let asked = 0;
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"data":[{"data":"QQ=="}],"figure":"f","data":[{"data":"QQ==');
      asked++;
      yield Buffer.from('"}]}');
    }
    const forbidden = new Error('forbidden');
    const { error, ledger } = await scan(source(), {
      onTopLevelValue: () => {
        throw forbidden;
      },
    });
    expect(error).toBe(forbidden);
    expect(asked).toBe(0);
    expect(ledger.fates).toEqual(['discarded']);
  });

  it('discards everything if the source fails midway', async () => {
    async function* source(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"data":[{"data":"QQ=="},{"data":"QUJD');
      throw new Error('connection lost');
    }
    const { error, ledger } = await scan(source());
    expect(String(error)).toContain('connection lost');
    expect(ledger.fates).toEqual(['discarded', 'aborted']);
  });

  it.each(['write', 'end'] as const)('discards everything if %s of a sink fails', async (failing) => {
    const ledger = new SinkLedger();
    const full = new Error('disk full');
    const openSink = (path: string) => {
      const sink = ledger.open(path);
      const fail = async (): Promise<never> => Promise.reject(full);
      return path === 'data[1].data' ? { ...sink, [failing]: fail } : sink;
    };
    const { error } = await scan(twoData, { openSink, discard: ledger.discard });
    expect(error).toBe(full);
    expect(ledger.fates).toEqual(['discarded', 'aborted']);
  });

  it('reports the first error even if cleaning up fails too', async () => {
    const fail = async (): Promise<never> => Promise.reject(new Error('clean-up failed'));
    const openSink = () => ({ write: () => undefined, end: async () => ({ hex: '' }), abort: fail });
    const outcome = await scan('{"data":[{"data":"QQ=="},{"data":"!"}]}', { openSink, discard: fail });
    expect(code(outcome)).toBe('400 malformed_base64');
  });

  it('names the value with invalid base64', async () => {
    const { error } = await scan('{"data":[{"data":"QQ=="},{"data":"QQ==QQ=="}]}');
    expect(error).toMatchObject({ code: 'malformed_base64', status: 400, path: 'data[1].data' });
    expect((error as Error).message).toBe('data[1].data is not valid base64: padding before its end.');
  });

  it('reports the position of invalid JSON from the start of the body', async () => {
    const text = '{"data":[{"data":"QUJD"}}';
    const { error } = await scan(chunksOf(Buffer.from(text.slice(0, 20)), Buffer.from(text.slice(20))));
    expect((error as Error).message).toBe('Invalid JSON: an unexpected character at byte 24.');
  });

  it('refuses text that is not UTF-8 instead of changing it', async () => {
    expect(code(await scan(Buffer.from('{"a":"\xff"}', 'latin1')))).toBe('400 malformed_json');
  });

  it('limits the body, the part that is not streamed, the depth and the number of values', async () => {
    const refusal = async (text: string, limits: object): Promise<string> =>
      code(await scan(text, { limits: { ...generous, ...limits } }));
    expect(await refusal(twoData, { maxBytes: twoData.length })).toBe('undefined');
    expect(await refusal(twoData, { maxBytes: twoData.length - 1 })).toBe('413 body_too_large');
    const rest = twoData.length - 'QQ=='.length - 'QUI='.length + '01'.length;
    expect(await refusal(twoData, { maxRestBytes: rest })).toBe('undefined');
    expect(await refusal(twoData, { maxRestBytes: rest - 1 })).toBe('413 rest_too_large');
    expect(await refusal(twoData, { maxDepth: 3 })).toBe('undefined');
    expect(await refusal(twoData, { maxDepth: 2 })).toBe('400 body_too_deep');
    expect(await refusal(twoData, { maxItems: 7 })).toBe('undefined');
    expect(await refusal(twoData, { maxItems: 6 })).toBe('413 too_many_items');
    expect(await refusal('[1.0,1.0]', { maxRestBytes: 9 })).toBe('undefined');
  });

  it('discards finished results if a limit is exceeded later', async () => {
    const { ledger } = await scan(twoData, { limits: { ...generous, maxItems: 6 } });
    expect(ledger.fates).toEqual(['discarded']);
  });

  it('lets the event loop turn even if the source never waits', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await scan(chunksOf(Buffer.from(`{"data":[{"data":"${'QUJD'.repeat(2e6)}"}]}`)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });

  it('does not destroy a stream when it rejects its body', async () => {
    const stream = Readable.from([Buffer.from('{"data":!'), Buffer.alloc(1000)]);
    expect(code(await scan(stream))).toBe('400 malformed_json');
    expect(stream.destroyed).toBe(false);
  });

  it('lets a server answer a body that it rejects midway', async () => {
    const server = createServer((incoming, response) => {
      const ledger = new SinkLedger();
      const options = { pattern, limits: generous, openSink: ledger.open, discard: ledger.discard };
      scanBody(incoming, options).catch((error: BodyError) => response.writeHead(error.status).end(error.message));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request({ port, method: 'POST' }, (response) => resolve(response.resume().statusCode));
      outgoing.on('error', reject);
      outgoing.write('{"data":[{"data":"*');
      outgoing.end(Buffer.alloc(3_000_000, 'A'));
    });
    server.closeAllConnections();
    server.close();
    expect(status).toBe(400);
  });
});
