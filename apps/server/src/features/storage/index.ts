export { storageRoutes } from './routes.ts';
export { sortedBy, takeSurvey, totalOf } from './service/survey.ts';
