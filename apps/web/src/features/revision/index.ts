export { FigurePage } from './figure-page.tsx';
export { RevisionPage } from './revision-page.tsx';
