/** One planted fault each, for the install: a line of the sound recipe, the line that breaks it, and the verdict that is due. */
import { greeting, nginx, type PlantedFault, secret, shell } from './planted-fault.ts';

export const installFaults: readonly PlantedFault[] = [
  {
    name: 'exits-at-once', what: 'an image that exits at once',
    sound: nginx, broken: shell('echo cannot open the store >&2; exit 3'),
    verdict: {
      code: 'ERR_APP_CRASH_LOOP', fault: 'recipe', service: 'app', message: /^app exited with 3, 3 times in a row, each time within \S+ s\.$/,
      line: /cannot open the store/, detail: /State: app .*exited with 3/, withinSeconds: 15,
    },
  },
  {
    name: 'rejected-mount', what: 'a mount that the engine rejects',
    sound: '- content:/usr/share/nginx/html', broken: '- /no/such/folder:/usr/share/nginx/html',
    verdict: { code: 'ERR_TASK_REJECTED', fault: 'recipe', service: 'app', message: /^The engine rejects app: .*\/no\/such\/folder/, detail: /app wrote no log lines/, withinSeconds: 5 },
  },
  {
    name: 'never-healthy', what: 'a health check that never passes',
    sound: 'test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/"]',
    broken: 'test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/no-such-page"]',
    verdict: { code: 'ERR_APP_UNHEALTHY', fault: 'recipe', service: 'app', message: /^app does not pass its health check: a container was stopped for it, the last after \S+ s, and it is not restarted\.$/, line: /GET \/no-such-page HTTP\/1.1" 404/, detail: /Its last probe: .*404/, withinSeconds: 20 },
  },

  {
    name: 'unhealthy-again', what: 'a health check that never passes, of a service that is restarted each time',
    ground: [{ line: 'condition: on-failure', becomes: 'condition: any' }],
    sound: 'test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/"]',
    broken: 'test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost:8080/"]',
    verdict: { code: 'ERR_APP_UNHEALTHY', fault: 'recipe', service: 'app', message: /^app does not pass its health check: 2 containers in a row were stopped for it, the last after \S+ s\.$/, detail: /Its last probe: .*Couldn't connect|Failed to connect/, withinSeconds: 25 },
  },
  {
    name: 'image-missing', what: 'an image that cannot be had',
    sound: 'image: lab/nginx:1.26.3', broken: 'image: lab/nginx:1.26.9',
    verdict: { code: 'ERR_IMAGE_UNAVAILABLE', fault: 'recipe', message: /lab\/nginx:1\.26\.9/, detail: /lab\/nginx:1\.26\.9/ },
  },
  {
    name: 'exits-with-0', what: 'a service that exits with 0 and is not restarted',
    sound: nginx, broken: shell('echo all is done'),
    verdict: { code: 'ERR_APP_EXITED', fault: 'recipe', service: 'app', message: /^app exited with 0 and is not restarted, by its restart condition "on-failure"\.$/, line: /all is done/, withinSeconds: 5 },
  },
  {
    name: 'wrong-port', what: 'a server port on which nothing listens',
    sound: '- "traefik.http.services.${STACK_NAME}.loadbalancer.server.port=80"',
    broken: '- "traefik.http.services.${STACK_NAME}.loadbalancer.server.port=8080"',
    verdict: { code: 'ERR_NOT_READY', fault: 'recipe', service: 'app', message: /runs, but the app does not answer its users as it should\.$/, wayOut: /port/, withinSeconds: 45, detail: /Last answer: .*has answered for 32 s \(30 s for the ingress to hear of the app, .*: interval 1\.0 s, timeout 1\.0 s\).*502 from the ingress, not the app/ },
  },
  {
    name: 'ingress-page', what: 'nothing but the page of the ingress itself',
    sound: '- "traefik.http.routers.${STACK_NAME}.rule=Host(`${DOMAIN}`)"',
    broken: '- "traefik.http.routers.${STACK_NAME}.rule=Host(`www.${DOMAIN}`)"',
    verdict: { code: 'ERR_NOT_READY', fault: 'recipe', service: 'app', message: /runs, but the app does not answer its users as it should\.$/, wayOut: /rule/, withinSeconds: 45, detail: /Last answer: .*404 from the ingress, not the app/ },
  },
  {
    name: 'manual-secret', what: 'a secret that only a person can give', ground: secret,
    file: '.env.sample', sound: 'SECRET_TOKEN_VERSION=v1', broken: 'SECRET_TOKEN_VERSION=v1 # generate=false',
    verdict: { code: 'ERR_SECRET_MISSING', fault: 'user', message: /manual-secret\.toml: secrets has no token, and the recipe leaves its value to a person/, wayOut: /\[secrets\]/ },
  },
  {
    name: 'unnamed-secret', what: 'a secret whose version .env.sample does not give', ground: secret,
    file: '.env.sample', sound: 'SECRET_TOKEN_VERSION=v1', broken: '#SECRET_TOKEN_VERSION=v1',
    verdict: { code: 'ERR_SECRET_VERSION', fault: 'recipe', message: /^The secret "token" has no version/, wayOut: /SECRET_TOKEN_VERSION/ },
  },
  {
    name: 'compose-error', what: 'a compose file that docker refuses',
    sound: 'stop_grace_period: 1s', broken: 'stop_grace: 1s',
    verdict: { code: 'ERR_ABRA_FAILED', fault: 'recipe', message: /stop_grace/ },
  },
  {
    name: 'no-yaml', what: 'a compose file that is no YAML',
    sound: 'restart_policy:', broken: 'restart_policy: {',
    verdict: { code: 'ERR_RECIPE_FILE', fault: 'recipe', message: /^compose\.yml is not YAML\.$/, wayOut: /^Mend line \d+ of compose\.yml\.$/ },
  },
  {
    name: 'env-missing', what: 'a required value that .env.sample does not give',
    ground: greeting,
    file: '.env.sample', sound: 'GREETING=hello', broken: '#GREETING=hello',
    verdict: { code: 'ERR_ENV_MISSING', fault: 'user', message: /env-missing\.toml: GREETING has no value, and the compose file insists on one: the text of the landing page/, wayOut: /\[env\] of that file, or .*\.env\.sample/ },
  },
  {
    name: 'no-app', what: 'no service named app',
    sound: 'app:', broken: 'web:',
    verdict: { code: 'ERR_NO_APP_SERVICE', fault: 'recipe', service: 'app', message: /has no service "app", only web\.$/, wayOut: /Call the main service "app"/, withinSeconds: 8 },
  },
];
