import { type Answer, addressOf, errorOf, Unreachable } from '@gofigr/client/wire';
import type { Info } from '@gofigr/contract';

/** A new revision of an asset, or of the asset of a name in a workspace, which is created if missing. */
export type UploadTarget = { asset: string } | { workspace: string };

interface Sending {
  file: File;
  /** Is called with the sent share, from 0 to 1. */
  onProgress(share: number): void;
  signal: AbortSignal;
}

type Published = Answer<'POST /asset_revision/'>;

/** Content type of JSON in a line, and the bytes of its data after it. */
const TYPE: Info['binary']['publish_type'] = 'application/vnd.gofigr.publish';

/** Publishes a file as an asset revision. The browser reads it while it sends it. */
export async function sendFile(target: UploadTarget, { file, ...more }: Sending): Promise<Published> {
  const isNamed = 'workspace' in target;
  const data = [{ name: file.name, type: 'file', metadata: {}, bytes: file.size }];
  const json = JSON.stringify({ ...target, ...(isNamed && { asset: file.name }), metadata: {}, data });
  more.signal.throwIfAborted();
  const { url } = addressOf('', isNamed ? 'POST /asset_revision/by-name/' : 'POST /asset_revision/', {});
  const answer = await send(url, new Blob([`${json}\n`, file]), more);
  if (!answer.ok) throw await errorOf(answer);
  return (await answer.json()) as Published; // The server serialises by the contract.
}

/** Sends a body like `fetch`, with progress, which only `XMLHttpRequest` tells. Throws `Unreachable` if the connection breaks. */
function send(url: string, body: Blob, { onProgress, signal }: Omit<Sending, 'file'>): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Content-Type', TYPE);
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => resolve(new Response(request.responseText, { status: request.status })));
    request.addEventListener('error', () => reject(new Unreachable(location.origin, undefined)));
    request.addEventListener('abort', () => reject(signal.reason));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}
