import type { z } from 'zod';
import type { Meaning } from '#ui/meaning.ts';
import type { TenantOutput } from '../tenant-output.ts';

type Status = z.output<typeof TenantOutput>['status'];

/** The meaning of a status: what the company still has to do calls for attention. */
export function tenantMeaning(status: Status): Meaning {
  switch (status) {
    case 'ready':
      return 'good';
    case 'claimed':
      return 'attention';
    case 'preparing':
      return 'information';
    case 'draft':
    case 'ended':
    case 'failed':
      return 'neutral';
  }
}
