import type { Segment } from './catalogue.ts';
import type { CustomerRecord } from './state.ts';

/** The segment that an approved qualification opens. @source Partner Center, "Update a customer's qualifications" */
const SEGMENT_OF: Record<string, Segment> = {
  Education: 'education',
  GovernmentCommunityCloud: 'government',
  StateOwnedEntity: 'commercial',
  Nonprofit: 'nonprofit',
};

/** The segments that a customer may buy: commercial, and those that its approved qualifications open. */
export function segmentsOf(customer: CustomerRecord): Segment[] {
  const approved = customer.qualifications.filter(({ resource }) => resource.vettingStatus === 'Approved');
  const opened = approved.flatMap(({ resource }) => SEGMENT_OF[resource.qualification] ?? []);
  return [...new Set<Segment>(['commercial', ...opened])];
}
