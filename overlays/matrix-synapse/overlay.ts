/** A homeserver keeps messages and media: Ada sends a file to a room, and Bob reads it there. */
import { defineOverlay, retryHttpGet } from 'recipe-harness';
import { as, createRoom, download, join, type Message, type Person, register, send, upload } from './matrix.ts';

export default defineOverlay({
  async setUp({ app, api, unique }) {
    const newPerson = async (name: string): Promise<Person> => {
      const account = { username: unique(name), password: unique('password'), admin: false };
      const answer = await register(api, app.secret('registration_shared_secret'), account);
      const { user_id: id, access_token: token } = answer.expectStatus(200).json<{ user_id: string; access_token: string }>();
      return { id, password: account.password, token };
    };
    const [ada, bob] = [await newPerson('ada'), await newPerson('bob')];
    const room = await createRoom(as(api, ada), { preset: 'private_chat', invite: [bob.id] });
    await join(as(api, bob), room);
    return { ada, bob, room };
  },

  data: {
    async seed({ api, credentials, unique }) {
      const ada = as(api, credentials.ada);
      const [text, file] = [unique('message'), unique('file')];
      const url = await upload(ada, file, 'text/plain');
      return { id: await send(ada, credentials.room, { msgtype: 'm.file', body: text, url }), from: credentials.ada.id, text, file };
    },

    async read({ api, credentials }, id) {
      const bob = as(api, credentials.bob);
      // Right after a restore the server may still hold connections to the database that was replaced.
      const { sender, content, unsigned } = (await retryHttpGet(bob, id)).expectStatus(200).json<Message>();
      if (unsigned?.redacted_because) return undefined;
      return { id, from: sender, text: content.body, file: (await bob.get(download(content.url))).expectStatus(200).text() };
    },

    async wipe({ api, credentials, unique }, id) {
      (await as(api, credentials.ada).put(`${id.replace('/event/', '/redact/')}/${unique('wipe')}`, { json: {} })).expectStatus(200);
    },
  },
});
