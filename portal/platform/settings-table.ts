import { SETTINGS } from './config.server.ts';

/** The settings as the Markdown table of docs/operations.md: name, default, meaning. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS.shape).map(([name, schema]) => {
    const parsed = (schema as { safeParse(value: unknown): { success: boolean; data?: unknown } }).safeParse(undefined);
    const preset = parsed.success && parsed.data !== undefined ? `\`${String(parsed.data)}\`` : '';
    return `| \`${name}\` | ${preset} | ${(schema as { description?: string }).description ?? ''} |`;
  });
  return ['| Setting | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}
