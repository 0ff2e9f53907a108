import { exactly, type OutgoingDatum, type Payload, streamedPayload } from './payload.ts';

/** Builds a publish whose bytes follow its JSON, as they are. */
export function framedPayload(
  contentType: string,
  fields: Record<string, unknown>,
  data: readonly OutgoingDatum[],
): Payload {
  const sent = data.filter(({ blob }) => blob === undefined);
  const described = data.map(({ fields: own, source, blob }) =>
    blob === undefined ? { ...own, bytes: source.size } : { ...own, blob },
  );
  const head = new TextEncoder().encode(`${JSON.stringify({ ...fields, data: described })}\n`);
  const size = sent.reduce((sum, { source }) => sum + source.size, head.length);
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield head;
    for (const { source } of sent) yield* exactly(source);
  }
  return streamedPayload(contentType, size, bytes);
}
