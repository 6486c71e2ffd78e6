/** An address range that something else has taken. Each machine is a network namespace, so that this one's routes stay as they are. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { candidateRanges, identityOf } from '../../../lab/engine/identity.ts';
import { expect, test, type ThrowawayLab } from './throwaway.ts';

const cli = join(import.meta.dirname, '../../../lab/cli.ts');

/** Runs `before`, then `lab up`; prints the lab's address when there is one, and ends the lab. */
function upOnMachine(own: ThrowawayLab, before: string) {
  mkdirSync(own.root, { recursive: true });
  const script = `ip link set lo up; ip link add some type veth peer name other; ip link set some up
    ${before}
    "$1" "$2" up --bare >/dev/null; status=$?
    sed -n 's/.*"address": "\\(.*\\)".*/\\1/p' "$3/lab.json" 2>/dev/null
    "$1" "$2" down >/dev/null 2>&1
    exit $status`;
  return execa('unshare', ['--net', 'sh', '-c', script, 'sh', process.execPath, cli, own.folder], { reject: false, env: { RECIPE_HARNESS_STATE: own.root } });
}

test('an address that is in use is stepped over', async ({ own }) => {
  const [first, second] = candidateRanges(identityOf(own.folder).hash);
  const run = await upOnMachine(own, `ip address add ${String(first?.lab)}/32 dev some`);
  expect(run.stderr).toContain('lab is up');
  expect(run.stdout).toBe(second?.lab);
});

test('a range that is routed elsewhere ends with one message that names the route', async ({ own }) => {
  const run = await upOnMachine(own, 'ip route add 198.18.0.0/15 dev some');
  expect(run.exitCode).toBe(3);
  expect(run.stderr).toMatch(/198\.18\.0\.0\/15 by some\. \[ERR_LAB_RANGE_TAKEN\]\nWay out: .*harness\.toml/);
  expect(run.stderr).not.toMatch(/\n\s+at /);
});
