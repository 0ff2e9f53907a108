export { comparedPicture, isComparable, pictureOf } from './compared-picture.ts';
export { DownloadMenu } from './download-menu.tsx';
export { grammarOf } from './grammar-of.ts';
export { type ImageChoice, imageChoices, pick } from './image-choice.ts';
export { ImagePanel } from './image-panel.tsx';
export { CodePanel, FilePanel, FilePreview, TablePanel, TextPanel } from './lazy-panels.ts';
export { textQuery } from './text-query.ts';
