/** Every image of the lab but its base. */
import { backupBot } from './backup-bot.ts';
import { ghost665 } from './ghost.ts';
import { ingress } from './ingress.ts';
import { keycloak265 } from './keycloak-26.5.ts';
import { keycloak267 } from './keycloak-26.7.ts';
import { kinto23 } from './kinto-23.ts';
import { kinto26 } from './kinto-26.ts';
import { matrixSynapse1147 } from './matrix-synapse-1.147.ts';
import { matrixSynapse1163 } from './matrix-synapse-1.163.ts';
import { mumble13 } from './mumble-1.3.ts';
import { mumble15 } from './mumble-1.5.ts';
import { n8n239 } from './n8n-2.39.ts';
import { n8n240 } from './n8n-2.40.ts';
import { nginx122 } from './nginx-1.22.ts';
import { nginx126 } from './nginx-1.26.ts';
import { node } from './node.ts';
import { pds0526 } from './pds-0.5.26.ts';
import { pds0535 } from './pds-0.5.35.ts';
import { plc } from './plc.ts';
import { postgres } from './postgres.ts';
import { whoamiOidc2412 } from './whoami-oidc-2.4.12.ts';
import { whoamiOidc2417 } from './whoami-oidc-2.4.17.ts';
import { baseDefinition } from './base.ts';
import type { ImageDefinition } from '../definition.ts';

const own: readonly ImageDefinition[] = [
  backupBot,
  ghost665,
  ingress,
  keycloak265,
  keycloak267,
  kinto23,
  kinto26,
  matrixSynapse1147,
  matrixSynapse1163,
  mumble13,
  mumble15,
  n8n239,
  n8n240,
  nginx122,
  nginx126,
  node,
  pds0526,
  pds0535,
  plc,
  postgres,
  whoamiOidc2412,
  whoamiOidc2417,
];

/** With the base's environment, which an image made from nothing does not share. */
export const definitions: readonly ImageDefinition[] = own.map((definition) => definition.only !== undefined ? definition : {
  ...definition,
  config: { ...definition.config, Env: [...baseDefinition.config.Env, ...(definition.config.Env ?? [])] },
});
