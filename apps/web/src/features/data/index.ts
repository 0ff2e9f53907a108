export { bytesQuery } from './bytes-query.ts';
export { textOf } from './datum.ts';
export { decodeText } from './decode.ts';
export { DownloadMenu } from './download-menu.tsx';
export { FilePanel } from './file-panel.tsx';
export { ImagePanel, type Pictured } from './image-panel.tsx';
export { CodePanel, TablePanel } from './lazy-panels.ts';
export { TextPanel } from './text-panel.tsx';
