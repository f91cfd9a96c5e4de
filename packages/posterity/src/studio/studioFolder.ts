import { fileURLToPath } from 'node:url';

/** Where the build puts the studio's page, beside the command line. */
export function studioFolder(): string {
  return fileURLToPath(new URL('./studio/', import.meta.url));
}
