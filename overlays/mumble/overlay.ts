/** The record is a channel: SuperUser makes and removes it, whoever comes in with the server's password sees it, by a protocol of Mumble's own. */
import { defineOverlay } from 'recipe-harness';
import { MumbleClient } from './client.ts';

export default defineOverlay({
  data: {
    async seed({ net, app, unique }) {
      const id = unique('channel');
      const description = unique('about');
      const superUser = await MumbleClient.join(net, app, 'SuperUser');
      await superUser.makeChannel(id, description);
      return { id, description, server: superUser.line.certificate?.fingerprint };
    },

    // The certificate is data too: clients pin it, and it lies in the database.
    async read({ net, app, unique }, id) {
      const reader = await MumbleClient.join(net, app, unique('reader'));
      const channel = reader.channel(id);
      return channel && { id, description: channel.description ?? '', server: reader.line.certificate?.fingerprint };
    },

    async wipe({ net, app }, id) {
      const superUser = await MumbleClient.join(net, app, 'SuperUser');
      const channelId = superUser.channel(id)?.channelId ?? [];
      await superUser.send('ChannelRemove', { channelId });
      await superUser.next('ChannelRemove', removed => removed.channelId === channelId);
    },
  },
});
