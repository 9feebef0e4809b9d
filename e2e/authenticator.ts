import type { Page } from '@playwright/test';
import { appCodeOf } from '../scripts/app-code.ts';

/*
 * The devices of a person: an authenticator app, which computes codes from the key that a page shows, and the browser's
 * own virtual authenticator for passkeys.
 */

export { appCodeOf };

/** Reads the key of a new app from the page and confirms it by a code, as a person with an app does. */
export async function typeAppCode(page: Page): Promise<string> {
  const shown = await page.locator('code').first().textContent();
  const key = (shown ?? '').replaceAll(/\s/g, '');
  await page.getByLabel('Codice mostrato dall’app').fill(appCodeOf(key));
  await page.getByRole('button', { name: 'Conferma', exact: true }).click();
  return key;
}

/**
 * Gives a page a device that makes passkeys and recognises its person.
 *
 * @param isVerified  false: the device does not recognise the person, as with a wrong fingerprint
 */
export async function addPasskeyDevice(page: Page, { isVerified = true } = {}): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: isVerified,
      automaticPresenceSimulation: true,
    },
  });
}
