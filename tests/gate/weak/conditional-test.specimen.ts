/** Specimen of `conditional-test`. */
import { expect, test } from 'recipe-harness';

const columns: string[] = JSON.parse(process.env['COLUMNS'] ?? '[]') as string[];
for (const column of columns) {
  test(`${column} keeps its cards`, async ({ api, unique }) => {
    const card = unique('card');
    await api.post('/cards', { json: { card } });
    expect((await api.get('/cards')).json()).toContainEqual(expect.objectContaining({ card }));
  });
}
