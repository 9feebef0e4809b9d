import { writeFile } from 'node:fs/promises';
import { operations } from '#shell/registry.ts';
import { describeRest } from '#shell/rest/openapi.ts';
import { REST_PREFIX } from '#shell/rest/rest-path.ts';
import packageJson from '../../../package.json' with { type: 'json' };

/** The OpenAPI document as it is committed: its server is the portal that serves it. */
export function openApiText(): string {
  const document = describeRest(operations, { version: packageJson.version, serverUrl: REST_PREFIX });
  return `${JSON.stringify(document, null, 1)}\n`;
}

/** Writes the OpenAPI document to a file, or prints it. */
export async function writeOpenApi(file: string | undefined): Promise<void> {
  if (file === undefined) process.stdout.write(openApiText());
  else await writeFile(file, openApiText());
}
