/** The files by which others find the lab. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { afterAll, describe, expect, it } from 'vitest';
import { targetSchema } from '../../../harness/settings/target.ts';
import { quoted, targetFile, writeCommands, writeTarget } from '../../../lab/engine/hand-over.ts';
import { namesConfiguration } from '../../../lab/names/dnsmasq.ts';
import type { Lab } from '../../../lab/state.ts';

const folder = mkdtempSync(join(tmpdir(), 'hand-over-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lab = { folder, socket: join(folder, 'docker.sock'), address: '198.18.0.2', zone: 'lab.test', server: 'lab', ca: { certificate: '/c/root.crt', key: '/c/root.key' } } as Lab;

describe('target.toml', () => {
  it('satisfies the schema that harness.toml has', () => {
    writeTarget(lab);
    const { target } = parse(readFileSync(targetFile(lab), 'utf8')) as { target: unknown };
    expect(targetSchema.parse(target)).toMatchObject({ server: 'lab', docker: `unix://${folder}/docker.sock`, address: '198.18.0.2', mail_address: '198.18.0.1', ca: '/c/root.crt' });
  });
});

describe('commands', () => {
  it('hand over the state folder and every argument as it came', () => {
    writeCommands(lab);
    const script = readFileSync(join(folder, 'bin', 'abra'), 'utf8');
    expect(script).toContain(`'LAB_STATE=${folder}'`);
    expect(script).toMatch(/abra\/main\.ts' "\$@"\n$/);
    execFileSync('sh', ['-n', join(folder, 'bin', 'lab-images')]);
  });

  it('stay those of the copy that started the lab, unless it is gone', () => {
    const file = join(folder, 'bin', 'abra');
    writeCommands(lab);
    const own = readFileSync(file, 'utf8');

    const copy = join(folder, "somebody's copy.ts");
    writeFileSync(copy, '');
    const others = own.replace(/'[^']*main\.ts'/, quoted(copy));
    expect(others).not.toBe(own);
    writeFileSync(file, others);
    writeCommands(lab);
    expect(readFileSync(file, 'utf8')).toBe(others);

    rmSync(copy);
    writeCommands(lab);
    expect(readFileSync(file, 'utf8')).toBe(own);
  });

  it("quote what a shell would take apart", () => {
    const word = `it's $HOME "and" more`;
    expect(execFileSync('sh', ['-c', `printf %s ${quoted(word)}`]).toString()).toBe(word);
  });
});

describe('namesConfiguration', () => {
  it("answers the zone with the lab's address, and asks nobody else", () => {
    expect(namesConfiguration('lab.test', '198.18.0.2').split('\n')).toEqual(expect.arrayContaining(['no-resolv', 'no-hosts', 'address=/lab.test/198.18.0.2']));
  });
});
