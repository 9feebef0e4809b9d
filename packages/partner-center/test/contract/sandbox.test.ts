import { describe, test } from 'vitest';
import { contract } from './contract.ts';
import { missingForSandbox, sandboxTarget } from './targets.ts';

const missing = missingForSandbox();

describe("the contract holds on Microsoft's sandbox", { timeout: 20 * 60_000 }, () => {
  if (missing.length === 0) contract(sandboxTarget);
  else test('asks for credentials', ({ skip }) => skip(`not set: ${missing.join(', ')}`));
});
