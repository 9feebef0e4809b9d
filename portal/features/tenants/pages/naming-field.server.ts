import { isRefusal, Refusal } from '#platform/refusal.ts';

/** Refusals about the name of a tenant, which are shown beside the field that it was typed into. */
const ABOUT_THE_NAME = ['tenants.unknownTenant', 'tenants.belongsToAnother', 'tenants.notACustomer'];

/** Runs a call that takes the typed name, and puts refusals about it beside the field `tenantName`. */
export async function namingField<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!isRefusal(error) || !ABOUT_THE_NAME.includes(error.code)) throw error;
    throw new Refusal('input.invalid', {}, [{ path: 'tenantName', code: error.code, facts: error.facts }]);
  }
}
