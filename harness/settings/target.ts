/** Where apps are deployed: the schema of `[target]` in harness.toml and of the lab's target.toml. */
import { z } from 'zod';

const dockerEndpoint = z.string().regex(/^(unix:\/\/\/|ssh:\/\/|tcp:\/\/)/, 'must start with unix:///, ssh:// or tcp://');

export const targetSchema = z.strictObject({
  abra: z.string().min(1).describe('The abra command: an absolute path, or a name found on PATH.'),
  server: z.string().min(1).describe("The server's name as abra knows it (the folder under servers/ and the Docker context)."),
  docker: dockerEndpoint.describe("The engine's endpoint: unix:///path, ssh://user@host[:port] or tcp://host:port."),
  zone: z.string().min(1).describe('The DNS zone in which run-scoped names are made: <name>.<zone> must reach the ingress.'),
  address: z.string().optional().describe("The ingress's address, when the zone's names are not to be asked from the system's resolver."),
  ca: z.string().optional().describe("File with a root certificate (PEM) to trust beside the system's."),
  catalogue: z.string().optional().describe('Folder of the recipe catalogue (recipes.json), copied into the private ABRA_DIR.'),
  docker_config: z.string().optional().describe('Folder handed to abra as DOCKER_CONFIG, so that it finds the Docker context.'),
  pull: z.enum(['missing', 'always', 'never']).describe('Which images are pulled before a deploy, timed apart from it.'),
  pull_command: z.array(z.string()).min(1).optional()
    .describe("Command that brings missing images instead of the engine's pull; the image names are appended."),
});

export type Target = Readonly<z.infer<typeof targetSchema>>;
