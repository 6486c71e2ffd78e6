/** A user's own project: an empty folder, the packed library, two recipes, one overlay, a config of two lines. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { repository } from './run-suite.ts';

/** Packs the library as a release would be. @returns the tarball's path */
export async function packLibrary(): Promise<string> {
  const { stdout } = await execa(process.execPath, [join(repository, 'scripts', 'pack.ts')], { cwd: repository, stderr: 'inherit' });
  return stdout.trim().split('\n').at(-1) ?? '';
}

const overlay = `import { defineOverlay } from 'recipe-harness';

export default defineOverlay({
  data: {
    async seed({ app, unique }) {
      const id = \`\${unique('note')}.txt\`;
      const text = unique('text');
      await app.writeFile('app', \`/usr/share/nginx/html/\${id}\`, text);
      return { id, text };
    },
    async read({ api }, id) {
      const answer = await api.get(\`/\${id}\`);
      return answer.status === 404 ? undefined : { id, text: answer.expectStatus(200).text() };
    },
    async wipe({ app }, id) {
      await app.exec('app', ['rm', \`/usr/share/nginx/html/\${id}\`]);
    },
  },
});
`;

const spec = `import { expect, test } from 'recipe-harness';

test('my own page is served', { tag: '@functional' }, async ({ app, api, unique }) => {
  const [name, text] = [unique('mine'), unique('text')];
  await app.writeFile('app', \`/usr/share/nginx/html/\${name}.html\`, text);
  expect((await api.get(\`/\${name}.html\`)).text()).toBe(text);
});

test('my own download is what I put there', { tag: '@functional' }, async ({ app, api, unique }) => {
  const [name, bytes] = [unique('mine'), Buffer.from(unique('bytes').repeat(10_000))];
  await app.writeFile('app', \`/usr/share/nginx/html/\${name}.bin\`, bytes);
  expect((await api.get(\`/\${name}.bin\`)).bytes).toEqual(bytes);
});
`;

/** @returns the project's folder, with everything installed */
export async function userProject(tarball: string): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'user-project-'));
  const write = (file: string, text: string) => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('package.json', JSON.stringify({ name: 'my-recipes', private: true, type: 'module' }));
  write('playwright.config.ts', "import { harnessConfig } from 'recipe-harness/config';\nexport default harnessConfig();\n");
  write('overlays/custom-html/overlay.ts', overlay);
  write('overlays/custom-html/functional/mine.spec.ts', spec);
  mkdirSync(join(root, 'recipes'));
  for (const file of readdirSync(join(repository, 'recipes'))) {
    if (['custom-html.toml', 'kinto.toml'].includes(file)) cpSync(join(repository, 'recipes', file), join(root, 'recipes', file));
  }
  const own = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
  await execa('npm', ['install', '--no-audit', '--no-fund', tarball, `@playwright/test@${own.devDependencies['@playwright/test'] ?? ''}`], { cwd: root, stdin: 'ignore' });
  return root;
}
