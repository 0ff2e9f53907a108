import { TextDecoder } from 'node:util';
import { type PageChanges, PageRewriter } from '../../../kernel/runtimes/index.ts';

/** Streams a stored page as it is shown: in UTF-8, with known addresses replaced. `charset` is its own encoding. */
export async function* shownPage(
  bytes: AsyncIterable<Uint8Array>,
  changes: PageChanges,
  charset: string,
): AsyncGenerator<string> {
  const page = new PageRewriter(changes);
  const decoder = new TextDecoder(charset);
  for await (const chunk of bytes) yield page.feed(decoder.decode(chunk, { stream: true }));
  yield page.feed(decoder.decode()) + page.finish();
}
