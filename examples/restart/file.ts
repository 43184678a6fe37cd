import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Laboratory, LaboratoryState } from 'labcoat';

/** Goes on from what a file says. Without one everything begins anew, and with one that nobody can read as well. */
export function restoreFromFile(lab: Laboratory, path: string): void {
  if (!existsSync(path)) return;
  try {
    lab.restore(JSON.parse(readFileSync(path, 'utf8')) as LaboratoryState);
  } catch (error) {
    console.warn(`nothing to go on from: ${error}`);
  }
}

/** Written beside it and put in its place, so that a process that dies under way leaves the old one whole. */
export function saveToFile(lab: Laboratory, path: string): void {
  writeFileSync(`${path}.new`, JSON.stringify(lab.save()));
  renameSync(`${path}.new`, path);
}
