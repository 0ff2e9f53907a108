export { FigureCard } from './figure-card.tsx';
export { FigureMenu } from './figure-menu.tsx';
export { figureQuery } from './figure-query.ts';
