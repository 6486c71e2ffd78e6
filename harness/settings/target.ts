/** Where apps are deployed: the schema of `[target]` in harness.toml and of the lab's target.toml. */
import { isIP } from 'node:net';
import { z } from 'zod';

const dockerEndpoint = z.string().regex(/^(unix:\/\/\/|ssh:\/\/|tcp:\/\/)/, 'must start with unix:///, ssh:// or tcp://');
const zone = z.string().regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, 'must be a DNS name in lower case, such as ci.example.org');

export const targetSchema = z.strictObject({
  abra: z.string().min(1).describe('The abra command: a path (relative ones are relative to this file), or a name found on PATH.'),
  server: z.string().min(1).describe("The server's name as abra knows it (the folder under servers/ and the Docker context)."),
  docker: dockerEndpoint.describe("The engine's endpoint: unix:///path, ssh://user@host[:port] or tcp://host:port."),
  zone: zone.describe('The DNS zone in which run-scoped names are made: `<name>.<zone>` must reach the ingress.'),
  address: z.string().refine(text => isIP(text) !== 0, 'must be an IPv4 or IPv6 address').optional()
    .describe("The ingress's address, when the zone's names are not to be asked from the system's resolver."),
  mail_address: z.string().refine(text => isIP(text) !== 0, 'must be an IPv4 or IPv6 address').optional()
    .describe("An address of this machine that the server's containers reach: where a run takes the mail of apps whose recipe file has `[mail.env]`."),
  ca: z.string().min(1).optional().describe("File with a root certificate (PEM), or several, to trust beside the system's."),
  catalogue: z.string().min(1).optional().describe('Folder of the recipe catalogue (recipes.json), copied into the private ABRA_DIR.'),
  docker_config: z.string().min(1).optional().describe('Folder handed to abra as DOCKER_CONFIG, so that it finds the Docker context.'),
  most_apps: z.int().min(1).optional()
    .describe('How many apps runs may have up at once on this server, those of other runs and those kept included. Default: as many as its memory takes.'),
  pull: z.enum(['missing', 'always', 'never']).default('missing').describe('Which images are pulled before a deploy, timed apart from it.'),
  pull_command: z.array(z.string()).min(1).optional()
    .describe("Command that brings missing images instead of the engine's pull; the image names are appended."),
});

export type Target = Readonly<z.infer<typeof targetSchema>>;
