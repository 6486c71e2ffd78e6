/** A small recipe: one nginx with a page from a config, a secret, a volume and a published port. */

/** The files of one release; their page and image differ from release to release. */
export function scratchFiles(version: string): Record<string, string> {
  const upstream = version.slice(version.indexOf('+') + 1);
  const step = version.startsWith('1.0') ? 'v1' : 'v2';
  return {
    'compose.yml': compose(version, upstream),
    '.env.sample': [
      'TYPE=scratch',
      'DOMAIN=scratch.example.com',
      'LETS_ENCRYPT_ENV=',
      'COMPOSE_FILE="compose.yml"',
      'SECRET_TOKEN_VERSION=v1 # length=24',
      'GREETING="from $DOMAIN"',
      '',
    ].join('\n'),
    'abra.sh': `export PAGE_VERSION=${step}\n\ngreet() {\n  echo "$STACK_NAME greets $1"\n}\n`,
    'index.html.tmpl': `{{ env "GREETING" }} ${step}\n`,
  };
}

const compose = (version: string, upstream: string): string => `version: "3.8"
services:
  app:
    image: lab/nginx:${upstream}
    networks: [proxy]
    environment:
      - GREETING
    secrets: [token]
    configs:
      - source: page
        target: /usr/share/nginx/html/index.html
    volumes: ["content:/data"]
    ports: ["\${PORT:-0}:80"]
    stop_grace_period: 2s
    deploy:
      update_config: { failure_action: rollback, order: start-first, monitor: 1s }
      labels:
        - "coop-cloud.\${STACK_NAME}.version=${version}"
        - "coop-cloud.\${STACK_NAME}.timeout=\${TIMEOUT:-60}"
        - "backupbot.backup=true"
    healthcheck:
      test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/"]
      interval: 1s
      timeout: 2s
      retries: 5
networks:
  proxy: { external: true }
volumes:
  content: {}
secrets:
  token: { external: true, name: "\${STACK_NAME}_token_\${SECRET_TOKEN_VERSION}" }
configs:
  page: { name: "\${STACK_NAME}_page_\${PAGE_VERSION}", file: index.html.tmpl, template_driver: golang }
`;
