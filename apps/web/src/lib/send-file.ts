import { type Answer, addressOf, errorOf, payloadWithData, sourceOf, Unreachable } from '@gofigr/client/wire';

/** A new revision of an asset, or of the asset of a name in a workspace, which is created if missing. */
export type UploadTarget = { asset: string } | { workspace: string };

interface Sending {
  file: File;
  /** Is called with the sent share, from 0 to 1. */
  onProgress(share: number): void;
  signal: AbortSignal;
}

type Published = Answer<'POST /asset_revision/'>;

/**
 * Publishes a file as an asset revision. It is encoded piece by piece into a blob, which browsers keep on the disk if it
 * is large. Only `XMLHttpRequest` tells how much was sent.
 */
export async function sendFile(target: UploadTarget, { file, ...more }: Sending): Promise<Published> {
  const isNamed = 'workspace' in target;
  const fields = { ...target, ...(isNamed && { asset: file.name }), metadata: {} };
  const datum = { fields: { name: file.name, type: 'file', metadata: {} }, source: sourceOf(file) };
  const { init } = await payloadWithData(fields, [datum]).open();
  more.signal.throwIfAborted();
  const { url } = addressOf('', isNamed ? 'POST /asset_revision/by-name/' : 'POST /asset_revision/', {});
  const answer = await send(url, init.body, more);
  if (!answer.ok) throw await errorOf(answer);
  return (await answer.json()) as Published; // The server serialises by the contract.
}

/** Sends a body like `fetch`, with progress. Throws `Unreachable` if the connection breaks. */
function send(url: string, body: unknown, { onProgress, signal }: Omit<Sending, 'file'>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Content-Type', 'application/json');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => resolve(new Response(request.responseText, { status: request.status })));
    request.addEventListener('error', () => reject(new Unreachable(location.origin, undefined)));
    request.addEventListener('abort', () => reject(signal.reason));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body as Blob | Uint8Array<ArrayBuffer>); // a browser gets one of these from `payloadWithData`
  });
}
