/** The examples of a pattern as whole files: what tests hand to ESLint. */
import type { Pattern } from './pattern.ts';

export interface Example {
  readonly file: string;
  readonly text: string;
}

export function exampleFile(place: Pattern['place'], code: string): Example {
  switch (place) {
    case 'test': return { file: 'overlays/ghost/functional/example.spec.ts', text: `${imports}test('posts are kept', async ({ api, app, page, sso, unique }) => {\n${indented(code)}\n});\n` };
    case 'spec': return { file: 'overlays/ghost/functional/example.spec.ts', text: `${imports}${code}\n` };
    case 'overlay': return { file: 'overlays/ghost/overlay.ts', text: `import { defineOverlay } from 'recipe-harness';\n\nexport default defineOverlay({\n  data: {\n${indented(indented(code))}\n  },\n});\n` };
  }
}

const imports = "import { assertConverges, expect, type HttpClient, LoginRefusedError, retryHttpGet, test } from 'recipe-harness';\n\n";

const indented = (code: string): string => code.replace(/^(?=.)/gm, '  ');
