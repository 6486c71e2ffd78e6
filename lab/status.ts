/** `lab status`: whether the lab runs and is whole, and where its engine listens. */
import { existsSync } from 'node:fs';
import { isAlive } from './engine/process.ts';
import { keptApps, liveLeases } from './engine/lease.ts';
import { targetFile } from './engine/hand-over.ts';
import { answers } from './engine/start.ts';
import { namesAnswer } from './names/check.ts';
import { findLab, labFolder } from './state.ts';

export interface Status {
  running: boolean;
  lines: string[];
}

export async function status(folder: string = labFolder()): Promise<Status> {
  const lab = findLab(folder);
  if (lab === undefined || !isAlive(lab)) return { running: false, lines: [`no lab runs in ${folder}`] };
  if (!(await answers(lab))) return { running: false, lines: [`the lab in ${folder} lives, but its engine does not answer at ${lab.socket}`] };
  const [leases, kept, names] = await Promise.all([liveLeases(lab), keptApps(lab), namesAnswer(lab)]);
  const target = targetFile(lab);
  return {
    running: true,
    lines: [
      `engine   unix://${lab.socket}`,
      `address  ${lab.address}, names *.${lab.zone}${names ? '' : ' (without an answer: see dnsmasq.log)'}`,
      `target   ${existsSync(target) ? target : 'not written yet: the last `up` did not end, run it again'}`,
      `kernel   ${lab.ipvs ? 'with IPVS' : 'without IPVS: services are reached by their tasks'}`,
      `process  ${lab.pid}`,
      `in use   ${leases.length === 0 ? 'by no run' : leases.map((lease) => lease.name).join(', ')}`,
      ...(kept.length === 0 ? [] : [`kept     ${kept.join(', ')}`]),
    ],
  };
}
