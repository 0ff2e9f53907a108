export { FigureCard, FigureLine } from './figure-card.tsx';
export { FigureMenu } from './figure-menu.tsx';
export { figureQuery } from './figure-query.ts';
export { updateFigure } from './update-figure.ts';
