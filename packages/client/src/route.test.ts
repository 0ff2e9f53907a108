import { describe, expect, it } from 'vitest';
import { type Answer, addressOf, type Route, type RouteArguments } from './route.ts';
import type { Figure } from './wire.ts';

const call = <R extends Route>(_route: R, ..._arguments: RouteArguments<R, object>): Answer<R> | undefined => undefined;

describe('the address of a call', () => {
  it('has the version of the wire and the escaped parameters of the path', () => {
    expect(addressOf('http://x', 'GET /user/:username/', { path: { username: 'a/b?c' } })).toEqual({
      method: 'GET',
      url: 'http://x/api/v1.4.1/user/a%2Fb%3Fc/',
    });
  });
  it('has every given parameter of the query', () => {
    const { url } = addressOf('', 'GET /name/', { query: { q: 'a & b', limit: undefined } });
    expect(url).toBe('/api/v1.4.1/name/?q=a+%26+b');
  });
  it('has no version if the operation has none', () => {
    expect(addressOf('http://x', 'POST /api/token/').url).toBe('http://x/api/token/');
  });
});

/** The compiler checks these: a `@ts-expect-error` is an error if the line below it compiles. */
describe('a call that the contract lacks', () => {
  it('does not compile', () => {
    const figure: Figure | undefined = call('GET /figure/:id/', { path: { id: 'x' } });
    call('GET /info/');
    call('GET /audit/', { query: { limit: '5' } });
    call('PATCH /figure/:id/', { path: { id: 'x' }, body: { name: 'y' } });
    // @ts-expect-error no such path
    call('GET /figures/:id/', { path: { id: 'x' } });
    // @ts-expect-error no such method
    call('POST /info/');
    // @ts-expect-error the parameter of the path is missing
    call('GET /figure/:id/');
    // @ts-expect-error no such parameter of the query
    call('GET /audit/', { query: { limits: '5' } });
    // @ts-expect-error a body of another type
    call('PATCH /figure/:id/', { path: { id: 'x' }, body: { name: 5 } });
    // @ts-expect-error a required field is missing
    call('POST /figure/', { body: { name: 'y' } });
    // @ts-expect-error no such field in the answer
    expect(figure?.nothing).toBeUndefined();
  });
});
