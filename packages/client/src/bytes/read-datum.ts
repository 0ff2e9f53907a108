import { Base64Reader } from './base64.ts';
import { ValueFinder } from './value-finder.ts';

const QUOTE = 0x22;

/**
 * Reads the wire's answer for a datum, `{…, "data": "base64", …}`, from a stream. Yields the bytes as they arrive and
 * returns the other fields, with `data` empty. Throws a `SyntaxError` for any other text.
 */
export async function* readDatum(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, unknown, undefined> {
  const finder = new ValueFinder();
  const decoder = new TextDecoder();
  let rest = '';
  let digits: Base64Reader | undefined;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      if (digits) {
        const quote = chunk.indexOf(QUOTE, at);
        const end = quote < 0 ? chunk.length : quote;
        yield* digits.push(chunk.subarray(at, end));
        if (quote >= 0) {
          yield* digits.end();
          digits = undefined;
        }
        at = end;
      } else {
        const { end, found } = finder.advance(chunk, at);
        rest += decoder.decode(chunk.subarray(at, end), { stream: true });
        if (found) digits = new Base64Reader();
        at = end;
      }
    }
  }
  if (digits) throw new SyntaxError('the bytes end too early');
  return JSON.parse(rest) as unknown; // the caller checks it
}
