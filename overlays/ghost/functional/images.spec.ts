/** Given a picture, when it is uploaded, then anybody gets it. */
import { expect, testOf } from 'recipe-harness';
import overlay from '../overlay.ts';
import { admin, asStaff } from '../staff.ts';

const test = testOf(overlay);

/** One pixel, and a comment that makes it the only one of its kind. */
function picture(comment: string): Buffer {
  const [head, pixel] = ['R0lGODlhAQABAIAAAP///wAAAA==', 'LAAAAAABAAEAAAICRAEAOw=='].map(text => Buffer.from(text, 'base64')) as [Buffer, Buffer];
  return Buffer.concat([head, Buffer.from([0x21, 0xfe, comment.length]), Buffer.from(comment), Buffer.from([0]), pixel]);
}

test('an uploaded image is served with its type, and its original byte for byte', { tag: '@functional' }, async ({ app, api, credentials, unique }) => {
  const name = unique('picture');
  const bytes = picture(name);
  const answer = await asStaff(api, app, credentials.cookie).post(`${admin}/images/upload/`, { multipart: { file: { filename: `${name}.gif`, bytes, contentType: 'image/gif' }, purpose: 'image' } });
  const [image] = answer.expectStatus(201).json<{ images: { url: string }[] }>().images;

  // Ghost serves a smaller copy under the address that it gives, and keeps the original beside it.
  const url = image?.url ?? '';
  const [shown, original] = [await api.get(url), await api.get(url.replace(/\.gif$/, '_o.gif'))];

  expect(url).toContain(`${app.url}/content/images/`);
  expect(shown.expectStatus(200).headers['content-type']).toBe('image/gif');
  expect(shown.bytes.subarray(0, 6).toString()).toBe('GIF89a');
  expect(original.expectStatus(200).headers['content-type']).toBe('image/gif');
  expect(original.bytes).toEqual(bytes);
});
