import { join } from 'node:path';

/** The checkout that the commands belong to. */
export const REPOSITORY = join(__dirname, '..');
