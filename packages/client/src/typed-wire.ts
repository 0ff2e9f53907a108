/** The types of the wire, for callers with their own transport. The web app is one: it signs in by cookie. */
export { errorOf, GoFigrError, Unreachable } from './errors.ts';
export { type AddressParts, type Answer, addressOf, type Parts, type Route, type RouteArguments } from './route.ts';
