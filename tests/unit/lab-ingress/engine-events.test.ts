import { describe, expect, test } from 'vitest';
import { changeIn } from '../../../lab/ingress/engine.ts';

const line = (Type: string, Action: string, name: string): string => JSON.stringify({ Type, Action, Actor: { ID: 'x', Attributes: { name } }, timeNano: 1_700_000_000_000_000_000 });

describe('changeIn', () => {
  test.each<[string, string, string, string | undefined, boolean]>([
    ['service', 'create', 'blog_app', 'service create blog_app', false],
    ['service', 'remove', 'blog_app', 'service remove blog_app', false],
    ['container', 'start', 'ingress', 'container start ingress', true],
    ['container', 'start', 'blog_app.1.x', undefined, false],
    ['container', 'create', 'ingress', undefined, false],
    ['node', 'create', 'lab', 'node create lab', false],
    ['node', 'update', 'lab', undefined, false],
  ])('%s %s %s', (type, action, name, what, ingressStarted) => {
    expect(changeIn(line(type, action, name))).toEqual(what === undefined ? undefined : { what, at: 1_700_000_000_000, ingressStarted });
  });

  test.each(['', 'null', '{}', '[1]', '{"Type":"service"', '{"Type":"service","Action":"create"}'])('ignores %j', (text) => {
    expect(changeIn(text)).toBeUndefined();
  });
});
