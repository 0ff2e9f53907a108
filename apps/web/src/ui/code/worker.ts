import type { Order } from './messages.ts';
import { createTexts } from './texts.ts';

// Long texts are cut, coloured and searched here, so that the page's thread stays free.
const take = createTexts((answer, transfer = []) => self.postMessage(answer, { transfer }));
self.addEventListener('message', ({ data }: MessageEvent<Order>) => take(data));
