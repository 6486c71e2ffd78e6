/** Reads the table of `abra recipe lint`. */
import { shapes } from './facts.ts';

export interface LintRule {
  /** `R001` … */
  ref: string;
  rule: string;
  severity: string;
  satisfied: boolean;
  skipped: boolean;
  howToFix: string;
}

/** The rules in the order of the table; empty when there is no table. */
export function parseLint(output: string): LintRule[] {
  return output.split('\n').flatMap(line => {
    const cells = line.split(/[┃│|]/).map(cell => cell.trim());
    const first = cells.findIndex(cell => shapes.lintRule.test(cell));
    if (first < 0) return [];
    const [ref = '', rule = '', severity = '', satisfied = '', skipped = '', howToFix = ''] = cells.slice(first);
    return [{ ref, rule, severity, satisfied: yes(satisfied), skipped: yes(skipped), howToFix }];
  });
}

function yes(cell: string): boolean {
  return /✅|✔|✓|^(true|yes)$/i.test(cell);
}
