import { harnessConfig } from './harness/config.ts';

export default harnessConfig();
