import { writeFile } from 'node:fs/promises';
import { operations } from '#shell/registry.ts';
import { openApiText } from '#shell/rest/openapi.ts';
import packageJson from '../../../package.json' with { type: 'json' };

/** Writes the OpenAPI document to a file, or prints it. */
export async function writeOpenApi(file: string | undefined): Promise<void> {
  const text = openApiText(operations, packageJson.version);
  if (file === undefined) process.stdout.write(text);
  else await writeFile(file, text);
}
