/** The engine's failures: whose fault they are, and what is said of them. */
import { describe, expect, it } from 'vitest';
import { engineError, imageFault, isUnreachable, refusedWith } from '../../../harness/swarm/errors.ts';
import { unavailable } from '../../../harness/swarm/images.ts';

describe('the engine\'s failures', () => {
  const from = (more: object) => engineError(Object.assign(new Error('said'), more), 'ssh://me@host', 'list services');
  it('unreachable names endpoint and way out', () => {
    const error = from({ code: 'ERR_SSH', message: 'Permission denied (publickey)' });
    expect(error).toMatchObject({ code: 'ERR_ENGINE_UNREACHABLE', fault: 'environment', detail: 'Permission denied (publickey)' });
    expect(error.message).toContain('ssh://me@host');
    expect(error.wayOut).toContain('ssh ssh://me@host docker version');
    expect(isUnreachable(error)).toBe(true);
    expect(engineError(Object.assign(new Error('x'), { code: 'EACCES' }), 'unix:///x', 'y').wayOut).toContain('group docker');
    expect(engineError(Object.assign(new Error('x'), { code: 'ENOENT' }), 'unix:///x', 'y').wayOut).toContain('Start the engine');
  });
  it('refusals carry the engine\'s words and status', () => {
    const error = from({ statusCode: 409, json: { message: 'volume is in use' } });
    expect(error).toMatchObject({ code: 'ERR_ENGINE_REFUSED', detail: 'volume is in use (HTTP 409)' });
    expect(refusedWith(error)).toBe(409);
    expect(isUnreachable(error)).toBe(false);
    expect(from({ statusCode: 500, json: { message: 'write: no space left on device' } })).toMatchObject({ code: 'ERR_DISK_FULL', fault: 'environment' });
  });
  it('ours pass through, the rest is ours to mend', () => {
    const own = from({ statusCode: 500 });
    expect(engineError(own, 'x', 'y')).toBe(own);
    expect(from({})).toMatchObject({ code: 'ERR_ENGINE_REQUEST', fault: 'harness' });
  });
  it('about images: whose fault', () => {
    expect(imageFault('toomanyrequests: manifest unknown')).toBe('environment');
    expect(imageFault('pull access denied for x, repository does not exist or may require')).toBe('recipe');
    expect(imageFault('dial tcp: i/o timeout')).toBe('environment');
    expect(unavailable('x:1', 'toomanyrequests').wayOut).toContain('limits pulls');
    expect(unavailable('x:1', 'manifest unknown').wayOut).toContain('compose file');
    expect(unavailable('x:1', 'i/o timeout').wayOut).toContain('reaches the registry');
  });
});
