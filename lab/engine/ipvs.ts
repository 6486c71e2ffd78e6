/** Whether this kernel can balance a service's virtual address. */
import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { systemPath } from './packages.ts';

/** Without IPVS a virtual address and ingress-mode ports resolve and accept nothing. Loading the module is what an engine would do too. */
export async function hasIpvs(): Promise<boolean> {
  if (existsSync('/proc/net/ip_vs')) return true;
  await execa('modprobe', ['--quiet', 'ip_vs'], { reject: false, env: { PATH: systemPath } });
  return existsSync('/proc/net/ip_vs');
}
