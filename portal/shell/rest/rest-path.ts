/** Version of the REST API. It changes when callers would have to change; additions keep it. */
export const REST_PREFIX = '/api/v1';

/** `signIn.createApiKey` is `/sign-in/create-api-key`, below the prefix. */
export function restPathOf(operationName: string): string {
  return `/${operationName.split('.').map(kebab).join('/')}`;
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
