export { figureRoutes } from './routes.ts';
export { toNestedFigure } from './wire.ts';
