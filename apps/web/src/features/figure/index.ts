export { FigureCard, FigureRow } from './figure-card.tsx';
export { FigureMenu } from './figure-menu.tsx';
export { figureQuery } from './figure-query.ts';
export { updateFigure } from './update-figure.ts';
