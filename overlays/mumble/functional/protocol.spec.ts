/** Given clients that speak Mumble's own protocol, when they come in, then they find what others have made. */
import { expect, test } from 'recipe-harness';
import { MumbleClient, port } from '../client.ts';

test('a newcomer is greeted, told the rules, and shown the channels that others have made', { tag: '@functional' }, async ({ net, app, unique }) => {
  const [name, description] = [unique('channel'), unique('about')];
  const superUser = await MumbleClient.join(net, app, 'SuperUser');
  const { channelId } = await superUser.makeChannel(name, description);

  const newcomer = await MumbleClient.join(net, app, unique('newcomer'));
  expect(newcomer.seen.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['Version', 'ChannelState', 'UserState', 'ServerSync']));
  expect(newcomer.channel('Root')).toMatchObject({ channelId: 0 });
  expect(newcomer.channel(name)).toMatchObject({ channelId, parent: 0, description });
  expect(newcomer.answer).toMatchObject({ kind: 'ServerSync', welcomeText: app.env('WELCOME_TEXT') });
  expect(await newcomer.next('ServerConfig')).toMatchObject({ maxUsers: Number(app.env('USERS')) });

  await superUser.send('ChannelRemove', { channelId: channelId ?? 0 });
  expect(await newcomer.next('ChannelRemove')).toMatchObject({ channelId });
  const late = await MumbleClient.join(net, app, unique('late'));
  expect(late.seen.map(each => each.name)).not.toContain(name);
});

test('two meet in a channel made at run time, and what one writes there reaches the other alone', { tag: '@functional' }, async ({ net, app, unique }) => {
  const superUser = await MumbleClient.join(net, app, 'SuperUser');
  const [writer, reader, outsider] = [await MumbleClient.join(net, app, unique('writer')), await MumbleClient.join(net, app, unique('reader')), await MumbleClient.join(net, app, unique('outsider'))];
  const channel = await superUser.makeChannel(unique('room'), unique('about'));
  await writer.goTo(channel);
  await reader.goTo(channel);
  const [inside, everywhere] = [unique('inside'), unique('everywhere')];
  await writer.send('TextMessage', { channelId: [channel.channelId as number], message: inside });
  await superUser.send('TextMessage', { channelId: [0], message: everywhere });

  expect(await reader.next('TextMessage')).toMatchObject({ message: inside, actor: writer.answer?.session });
  expect(await outsider.next('TextMessage'), 'the first that the outsider hears').toMatchObject({ message: everywhere });
});

test('a wrong password is refused, the right one gets in', { tag: '@functional' }, async ({ net, app, unique }) => {
  const witness = await MumbleClient.join(net, app, unique('witness'));
  const stranger = await MumbleClient.join(net, app, unique('stranger'), unique('wrong'));
  expect(stranger.answer).toMatchObject({ kind: 'Reject', type: 'WrongServerPW' });
  await stranger.line.untilEnded();
  const impostor = await MumbleClient.join(net, app, 'SuperUser', app.secret('server_pw'));
  expect(impostor.answer).toMatchObject({ kind: 'Reject', type: 'WrongUserPW' });

  const name = unique('guest');
  const guest = await MumbleClient.join(net, app, name);
  expect(await witness.next('UserState'), 'nobody came in before the guest').toMatchObject({ name, session: guest.answer?.session });
});

test('a ping by UDP is answered with who asked, and how many are in', { tag: '@functional' }, async ({ net, app, unique }) => {
  const [one, other] = [unique('one'), unique('other')];
  const stays = await MumbleClient.join(net, app, one);
  const leaves = await MumbleClient.join(net, app, other);
  const ping = async () => {
    const ident = Buffer.from(unique('').slice(-8));
    const answer = await net.udp(port, Buffer.concat([Buffer.alloc(4), ident]), { isAnswer: bytes => bytes.length === 24 && bytes.subarray(4, 12).equals(ident) });
    return { users: answer.readUInt32BE(12), most: answer.readUInt32BE(16) };
  };
  expect(leaves.seen.filter(({ kind }) => kind === 'UserState')).toContainEqual(expect.objectContaining({ name: one }));
  const before = await ping();
  expect(before.most).toBe(Number(app.env('USERS')));
  await leaves.line.close();
  await stays.next('UserRemove', ({ session }) => session === leaves.answer?.session);
  expect((await ping()).users).toBe(before.users - 1);
});
