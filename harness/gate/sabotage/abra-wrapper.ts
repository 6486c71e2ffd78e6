/** Stands between the harness and abra while a recipe is proved: hands everything on as it came, but for the one act that is broken. */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageModule } from '../../package.ts';

export type AbraBreak =
  | { readonly kind: 'restore-nothing' }
  | { readonly kind: 'restore-older'; readonly snapshot: string }
  | { readonly kind: 'empty-backup' }
  | { readonly kind: 'stay' | 'lose-volumes' | 'roll-back' };

export interface AbraWrapper {
  /** What the target calls abra while the wrapper stands before it. */
  readonly command: string;
  /** Breaks acts upon this app, and on no other: what it depends on is left alone. */
  break(domain: string, how: AbraBreak): void;
  mend(): void;
}

/** @param folder the wrapper's own, inside the run's */
export function wrapAbra(folder: string, real: { readonly abra: string; readonly docker: string }): AbraWrapper {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const command = join(folder, 'abra');
  const broken = join(folder, 'broken');
  writeFileSync(command, script(broken, real), { mode: 0o700 });
  chmodSync(command, 0o700);
  return {
    command,
    break: (domain, how) => writeFileSync(broken, `${how.kind} ${domain} ${'snapshot' in how ? how.snapshot : '-'}\n`),
    mend: () => rmSync(broken, { force: true }),
  };
}

/** In a shell, so that an act that is whole costs nothing and becomes abra itself: same terminal, same process. */
function script(broken: string, { abra, docker }: { abra: string; docker: string }): string {
  const program = [process.execPath, packageModule('harness/gate/sabotage/broken-abra'), abra, docker].map(quoted).join(' ');
  return `#!/bin/sh
kind= domain= snapshot=
[ ! -f ${quoted(broken)} ] || read -r kind domain snapshot < ${quoted(broken)}
case "$1 $2" in 'app restore' | 'app deploy') app=$3 ;; 'app backup') app=$4 ;; *) app= ;; esac
if [ -n "$domain" ] && [ "$app" = "$domain" ]; then
  case "$kind $1 $2" in
    'restore-nothing app restore') echo '{"level": "SUMMARY", "message": "restore finished"}'; exit 0 ;;
    'restore-older app restore') shift 4; set -- app restore "$domain" "$snapshot" "$@" ;;
    'empty-backup app backup') [ "$3" != create ] || exec ${program} "$kind" "$@" ;;
    'stay app deploy' | 'lose-volumes app deploy' | 'roll-back app deploy') exec ${program} "$kind" "$@" ;;
  esac
fi
exec ${quoted(abra)} "$@"
`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
