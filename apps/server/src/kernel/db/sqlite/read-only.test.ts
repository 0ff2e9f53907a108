import { expect, it } from 'vitest';
import { openDatabase } from '../index.ts';
import { createTestDatabase } from '../test-databases.ts';

it('a connection that only reads sees each commit of the other, and changes nothing', async () => {
  const { where, open, remove } = await createTestDatabase('sqlite');
  const writer = open();
  await writer.migrate();
  const reader = openDatabase(where, { isReadOnly: true });
  const write = ({ db }: typeof writer, value: string) =>
    db.insertInto('settings').values({ name: value, value }).execute();
  const names = async () =>
    (await reader.db.selectFrom('settings').select('name').orderBy('name').execute()).map(({ name }) => name);
  const before = await names();
  await write(writer, 'zz first');
  expect(await names()).toEqual([...before, 'zz first']);
  await expect(write(reader, 'zz second')).rejects.toThrow('readonly');
  await write(writer, 'zz third');
  expect(await names()).toEqual([...before, 'zz first', 'zz third']);
  await reader.close();
  await remove();
});
