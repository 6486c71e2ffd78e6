/** The smallest sound recipe there is, and how its text is changed: by whole lines, each of which must be there exactly once. */

/** Content of a recipe's tree by path. */
export type Files = Readonly<Record<string, string>>;

export interface Change {
  /** compose.yml by default. */
  readonly file?: string;
  /** A whole line, without its indentation; empty for a file that is not there yet. */
  readonly line: string;
  /** What comes in its place, at the same indentation; several lines keep their own beyond that. */
  readonly becomes: string;
}

export const [firstRelease, secondRelease] = ['1.0.0+1.26.3', '1.1.0+1.26.3'] as const;

export function soundFiles(version: string): Files {
  return {
    'compose.yml': compose.replace('VERSION', version),
    '.env.sample': 'TYPE=tiny\nDOMAIN=tiny.example.com\nLETS_ENCRYPT_ENV=production\n',
    'abra.sh': '# Nothing is exported yet.\n',
    'README.md': '# tiny\n',
  };
}

const compose = `version: "3.8"

services:
  app:
    image: lab/nginx:1.26.3
    command: ["nginx", "-g", "daemon off;"]
    networks:
      - proxy
    environment:
      - DOMAIN
    volumes:
      - content:/usr/share/nginx/html
    stop_grace_period: 1s
    healthcheck:
      test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/"]
      interval: 1s
      timeout: 1s
      retries: 2
      start_period: 1s
    deploy:
      restart_policy:
        condition: on-failure
        delay: 1s
      update_config:
        failure_action: rollback
        order: start-first
        monitor: 1s
      rollback_config:
        order: start-first
        monitor: 1s
      labels:
        - "traefik.enable=true"
        - "traefik.docker.network=proxy"
        - "traefik.http.services.\${STACK_NAME}.loadbalancer.server.port=80"
        - "traefik.http.routers.\${STACK_NAME}.rule=Host(\`\${DOMAIN}\`)"
        - "traefik.http.routers.\${STACK_NAME}.entrypoints=web-secure"
        - "coop-cloud.\${STACK_NAME}.version=VERSION"

networks:
  proxy:
    external: true

volumes:
  content:
`;

export function changed(files: Files, changes: readonly Change[]): Files {
  return changes.reduce((before, change) => ({ ...before, [change.file ?? 'compose.yml']: changedText(before, change) }), files);
}

function changedText(files: Files, { file = 'compose.yml', line, becomes }: Change): string {
  if (line === '' && files[file] === undefined) return `${becomes}\n`;
  const lines = (files[file] ?? '').split('\n');
  const found = lines.flatMap((text, at) => text.trim() === line ? [at] : []);
  const [at] = found;
  if (at === undefined || found.length > 1) throw new Error(`${file} has the line "${line}" ${found.length} times, not once`);
  const indentation = /^ */.exec(lines[at] ?? '')?.[0] ?? '';
  return lines.with(at, becomes === '' ? '' : becomes.split('\n').map(text => indentation + text).join('\n')).join('\n');
}

/** The lines in which two trees differ, by file; both must have the same files. */
export function differingLines(one: Files, other: Files): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap(file => {
    const [a, b] = [one[file]?.split('\n') ?? [], other[file]?.split('\n') ?? []];
    return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at).filter(at => a[at] !== b[at]).map(at => `${file}:${at + 1}`);
  });
}
