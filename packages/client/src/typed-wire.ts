/** The typed wire by itself, for callers with a transport of their own: the web app signs in by cookie. */
export { errorOf, GoFigrError, Unreachable } from './errors.ts';
export { type AddressParts, type Answer, addressOf, type Parts, type Route, type RouteArguments } from './route.ts';
