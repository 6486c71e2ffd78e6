/** Errors that the machine or the end of its process forces upon whatever happens to run: known by the system's and the runner's own words, since nobody marked them. */
import type { Fault } from './errors.ts';

export interface MachineTrouble {
  readonly code: string;
  readonly fault: Fault;
  readonly message: string;
  readonly wayOut: string;
}

/** What is wrong with the machine, when that is what an unmarked error says. */
export function machineTrouble(text: string): MachineTrouble | undefined {
  const [head = ''] = text.replace(/^Error: /, '').split('\n').filter(line => line.trim() !== '');
  if (/\b(ENOSPC|EDQUOT)\b/.test(head)) {
    return {
      code: 'ERR_DISK_FULL', fault: 'environment', message: `A disk of this machine is full: ${head}.`,
      wayOut: 'Make room where it says; the state of runs lies in RECIPE_HARNESS_STATE, by default in ~/.local/state/recipe-harness.',
    };
  }
  // Chromium gives up whatever it is loading when an interface of the machine comes or goes: a VPN, another lab, containers beside.
  if (/\bnet::ERR_(NETWORK_CHANGED|INTERNET_DISCONNECTED)\b/.test(head)) {
    return {
      code: 'ERR_NETWORK_CHANGED', fault: 'environment', message: `The network of this machine changed while the browser loaded a page: ${head}.`,
      wayOut: 'Run again while nothing else on this machine changes its network.',
    };
  }
  // Playwright's own words; there is nothing else to know it by.
  const died = /^(?:internal error: )?worker process exited unexpectedly \((.*)\)/i.exec(head)?.[1];
  if (died !== undefined && !/\bsignal=SIG/.test(died)) {
    return {
      code: 'ERR_WORKER_EXITED', fault: 'user', message: `The process that ran the test exited by itself (${died}).`,
      wayOut: 'Look for process.exit in the overlay and in what it imports: a test ends by returning or by throwing.',
    };
  }
  if (died !== undefined) {
    return {
      code: 'ERR_WORKER_DIED', fault: 'environment', message: `The process that ran the test was ended from outside (${died}).`,
      wayOut: 'Look for what ended it: somebody, or the kernel for want of memory (dmesg). Then run again.',
    };
  }
  return undefined;
}
