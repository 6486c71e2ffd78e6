/** What an image of the lab is: data from which it is built, and the exact version that it must turn out to hold. */

/** A release of Debian. The base is bookworm; a layer may take its packages from a later one of the same archive. */
export type Suite = 'bookworm' | 'trixie';

export interface ImageFile {
  /** Absolute path in the image. */
  path: string;
  /** Default 0o644. */
  mode?: number;
  content: string;
}

/** Where the software comes from, and the version for which the tag stands. */
export type Provenance =
  /** `version` is the upstream part of the package's version, or its beginning: Debian keeps it through a release's life. */
  | { from: 'debian'; package: string; version: string }
  /** `version` is pinned among the requirements. */
  | { from: 'pypi'; package: string; version: string }
  /** `version` is that of the archive. */
  | { from: 'maven'; package: string; version: string }
  /** `version` is pinned among the dependencies. */
  | { from: 'npm'; package: string; version: string };

/** A `.tar.gz` on Maven Central, by its coordinates and by what it must turn out to be. */
export interface MavenArchive {
  group: string;
  artifact: string;
  version: string;
  sha256: string;
  /** Where in the image its content goes. */
  folder: string;
}

/** Packages of the npm registry, installed without running anything that they would run. */
export interface NpmPackages {
  /** Where in the image `node_modules` goes. */
  folder: string;
  /** Each with its exact version. */
  dependencies: Readonly<Record<string, string>>;
  /** What these depend on is resolved as the registry stood at the end of this day: `2026-11-15`. */
  before: string;
  overrides?: Readonly<Record<string, string>>;
  /** Packages whose native addon is compiled for the image's Node. */
  compile?: readonly string[];
  /** The one dependency is laid into `folder` itself, and its own dependencies beside it: for an archive that brings some of them along. */
  unpacked?: boolean;
  /** Path patterns, as `find -path` reads them, of what no program needs: they begin with `./`. */
  leaveOut?: readonly string[];
}

export interface NodeVersion {
  version: string;
  /** The version of the same ABI against whose headers addons are compiled, where that is not its own. */
  headers?: string;
}

export interface ImageDefinition {
  /** Never an upstream image's name, and a tag that says what the image holds. */
  ref: `lab/${string}:${string}`;
  /** This file, relative to the repository: for the message when the version has changed. */
  file: string;
  holds: Provenance;
  /** Debian packages, without those they merely recommend. */
  packages: readonly string[];
  /** Default bookworm. */
  suite?: Suite;
  /** The image whose layer lies between the base and this one; several share it. */
  over?: ImageDefinition;
  /** The program `node`, from the npm registry. */
  node?: NodeVersion;
  /** Wheels put into `folder`, each requirement pinned, with nothing resolved. */
  python?: { folder: string; requirements: readonly string[] };
  archive?: MavenArchive;
  /** Goes together with `over: node`, whose Node the addons are compiled for. */
  npm?: NpmPackages;
  /** Path patterns that dpkg leaves out (`/usr/lib/llvm-14/*`). */
  leaveOut?: readonly string[];
  files?: readonly ImageFile[];
  /** Shell lines, run inside as root after packages and files. */
  run?: readonly string[];
  /** Makes an image from nothing: these files, and the libraries that they need, without the base. */
  only?: readonly string[];
  config: ImageConfig;
}

/** The part of an image's configuration that the engine knows, in its own names. */
export interface ImageConfig {
  Env?: readonly string[];
  Entrypoint?: readonly string[];
  Cmd?: readonly string[];
  User?: string;
  WorkingDir?: string;
  ExposedPorts?: Readonly<Record<string, object>>;
  StopSignal?: string;
}

/** `1:15.20+dfsg-0+deb12u1` is upstream's 15.20. */
export function upstreamVersion(debian: string): string {
  return debian.replace(/^\d+:/, '').replace(/-[^-]*$/, '').replace(/[+~].*$/, '');
}

/** Whether a version found is the one expected, or one of the series expected (`15` is met by `15.20`, never by `150`). */
export function holdsVersion(expected: string, found: string): boolean {
  return found === expected || found.startsWith(`${expected}.`);
}
