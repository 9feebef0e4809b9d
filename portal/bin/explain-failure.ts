import { inspect } from 'node:util';
import { BackupError } from '#platform/backup/backup-format.ts';
import { ConfigError } from '#platform/config.server.ts';
import { FolderError } from '#platform/folder-lock.server.ts';
import { MigrationError } from '#platform/migrate.server.ts';
import { BuildMissing } from '#shell/pages.server.ts';

/**
 * A failure that the person who starts a program can correct is a sentence; every other is a bug and keeps its stack.
 */
export function explainFailure(error: unknown): string {
  if (
    error instanceof BackupError ||
    error instanceof ConfigError ||
    error instanceof FolderError ||
    error instanceof MigrationError ||
    error instanceof BuildMissing
  )
    return error.message;
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'EADDRINUSE')
      return 'The port is in use by another program. Stop it, or set PORT to another number.';
    if (error.code === 'EACCES')
      return `No permission: ${error.message}. Choose a PORT above 1024, or a DATA_DIR that may be written.`;
    if (error.code === 'ENOSPC') return 'The disk is full. Free some space where DATA_DIR is and start again.';
    if (error.code === 'ECONNREFUSED') return `The database does not answer (${error.message}). Check DATABASE_URL.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : inspect(error);
}
