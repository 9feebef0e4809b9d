import { PartnerError } from './partner-error.ts';
import type { Answer, Call, Route } from './route.ts';

/** Price sheets live on another host and under another audience than the rest. */
export const priceSheetRoute: Route = {
  method: 'GET',
  path: '/v1.0/sales/:pricesheets/$value',
  token: 'appUser',
  audience: 'sales',
  source: 'Get a price sheet',
  handle: priceSheet,
};

function priceSheet(call: Call): Answer {
  const asked = /^pricesheets\(market='([a-z]{2})',\s*pricesheetview='([a-z_]+)'\)$/.exec(call.param('pricesheets'));
  const [, market, view] = asked ?? [];
  const timeline = call.query('timeline')?.toLowerCase() ?? 'current';
  const isHere =
    market === call.world.catalogue.market.toLowerCase() && view === 'updatedlicensebased' && timeline === 'current';
  if (!isHere) throw new PartnerError(1000, [call.param('pricesheets')]);
  return {
    status: 200,
    body: call.world.catalogue.priceSheet,
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': 'attachment; filename=sheets.csv',
      'Cache-Control': 'private',
    },
  };
}
