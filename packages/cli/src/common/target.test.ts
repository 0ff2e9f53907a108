import { expect, test } from 'vitest';
import { nameOrId, targetOf } from './target.ts';

const ID = '7e11ec8c-f84c-45f5-ae04-33fd22002bec';

test('an address, an API ID and a short ID each identify an object', () => {
  expect(targetOf(`https://gofigr.example.org/app/../figure/${ID}`)).toEqual({
    kind: 'figure',
    id: ID,
    host: 'gofigr.example.org',
  });
  expect(targetOf('http://localhost:5173/r/4gB2ac01')).toEqual({
    kind: 'r',
    id: '4gB2ac01',
    host: 'localhost:5173',
  });
  expect(targetOf(ID.toUpperCase())).toEqual({ id: ID });
  expect(targetOf('4gB2ac01')).toEqual({ id: '4gB2ac01' });
});

test.each(['', 'what is this?', 'http://localhost:5173/account', 'javascript:alert(1)'])(
  '%j identifies none',
  (text) => {
    expect(() => targetOf(text)).toThrow('is no API ID');
  },
);

test('a text that is no API ID is a name', () => {
  expect(nameOrId(ID.toUpperCase())).toEqual({ api_id: ID });
  expect(nameOrId('Colony counts')).toBe('Colony counts');
});
