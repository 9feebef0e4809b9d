import { BackupError } from '#platform/backup/backup-format.ts';
import { ConfigError } from '#platform/config.server.ts';
import { FolderError } from '#platform/folder-lock.server.ts';
import { MigrationError } from '#platform/migrate.server.ts';
import { type SafeError, safeError } from '#platform/safe-error.ts';
import { BuildMissing } from '#shell/pages.server.ts';

/**
 * A failure that the person who starts a program can correct is a sentence; every other is a bug and keeps its stack,
 * without the values that it carries.
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
    if (error.code === '28P01' || error.code === '28000')
      return 'The database refuses the user or the password of DATABASE_URL or DATABASE_OWNER_URL.';
    if (error.code === '3D000')
      return 'The database that DATABASE_URL names does not exist. Create it; see docs/operations.md.';
  }
  return textOf(safeError(error));
}

/** The error and its causes, each with its facts and its calls. */
function textOf({ type, message, stack, cause, ...facts }: SafeError): string {
  const known = Object.entries(facts).map(([name, value]) => `  ${name}: ${String(value)}`);
  const own = [`${type}: ${message}`, ...known, ...(typeof stack === 'string' && stack !== '' ? [stack] : [])];
  const because = typeof cause === 'object' && 'type' in cause ? [`caused by ${textOf(cause)}`] : [];
  return [...own, ...because].join('\n');
}
