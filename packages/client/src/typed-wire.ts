/** The types of the wire, for callers with their own transport. The web app is one: it signs in by cookie. */
export { payloadWithData } from './bytes/payload.ts';
export { sourceOf } from './bytes/source.ts';
export { errorOf, GoFigrError, Unreachable } from './errors.ts';
export { type AddressParts, type Answer, addressOf, type Parts, type Route, type RouteArguments } from './route.ts';
