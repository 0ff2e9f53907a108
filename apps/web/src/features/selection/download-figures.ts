import { addressOf } from '@gofigr/client/wire';
import { notifications } from '@mantine/notifications';

/** Most figures in one archive. */
export const MOST_DOWNLOADED = 1000;

/**
 * Downloads files of figures as a ZIP archive. A form sends any number of IDs, and lets the browser write the answer to
 * the disk while it arrives. Only a refusal is shown in its frame.
 */
export function downloadFigures(ids: readonly string[], files: 'pictures' | 'all'): void {
  const frame = document.createElement('iframe');
  frame.name = `download-${crypto.randomUUID()}`;
  frame.hidden = true;
  const form = document.createElement('form');
  form.method = 'post';
  form.action = addressOf('', 'POST /export/figures/', {}).url;
  form.target = frame.name;
  form.hidden = true;
  const field = (name: string, value: string) => {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  };
  field('files', files);
  for (const id of ids) field('objects', id);
  document.body.append(frame, form);
  frame.addEventListener('load', () => {
    if (isEmpty(frame)) return;
    notifications.show({ color: 'red', title: 'The download failed', message: 'Try again in a minute.' });
    frame.remove();
  });
  form.submit();
  form.remove();
  setTimeout(() => frame.remove(), KEPT_MS);
}

/** Tells whether a frame shows the empty page that it begins with. No other page here may be read. */
function isEmpty({ contentWindow }: HTMLIFrameElement): boolean {
  try {
    return contentWindow?.location.href === 'about:blank';
  } catch {
    return false;
  }
}

/** Time that a frame waits for a refusal, in milliseconds: a server begins an archive sooner. */
const KEPT_MS = 120_000;
