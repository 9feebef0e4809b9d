import { IDEMPOTENCY_KEY_LENGTH_MAX } from './rest-api.server.ts';
import { JSON_BYTES_MAX } from './rest-input.server.ts';

/** Introduction of the OpenAPI document, Markdown. */
export const INTRODUCTION = `
The API of the licence portal: everything that its pages can do, under the same rules and with the same refusals.

## Requests
Reads are \`GET\` with the input in the query; a list in the input is a parameter that repeats (\`statuses=ready&statuses=locked\`).
Everything else is \`POST\` with the input as a JSON object (\`Content-Type: application/json\`, at most ${JSON_BYTES_MAX / 1_000_000} MB); where
the input holds a file, it is \`multipart/form-data\`. Answers are JSON. The version in the path changes when callers would
have to change; new operations, new optional fields and new fields in answers do not change it.

## Authentication
Send an API key as \`Authorization: Bearer lp_…\`. A person makes keys in their profile, or by \`signIn.createApiKey\`; a key
acts as that person, with their role and account, until it expires (after a year at most), is revoked, or the person is
disabled, removed or locked. Each operation names the roles that may call it and the scope that a key needs: \`read\`,
\`order\` or \`people\`. No key makes keys, changes passwords, second factors or sessions, or opens pages. A key may be used
600 times a minute where the operator has set no other limit; then the answer is 429 with \`Retry-After\` in seconds.

## Errors
Every error has the shape \`Error\`: a stable code for programs, a sentence for people, the fields that were refused, the
values in the sentence, and the id of the request. The sentence is in the language of \`Accept-Language\` (\`it\` or \`en\`), or
else in that of the person whose key it is.

| Status | Meaning |
|---|---|
| 400 | The request is malformed: no JSON, or its input does not match the schema. \`fields\` names each field. |
| 401 | No API key, or one that is wrong, expired or revoked. |
| 403 | The caller's role, or the scope of the key, does not permit this. Judged before the input is read. |
| 404 | No such address, or no such thing in the caller's account. |
| 405 | The address takes the other method; \`Allow\` names it. |
| 409 | The thing is no longer in the state that the request expects, or the idempotency key is in use. Read again. |
| 413 | The request is too large. |
| 422 | The request is well formed and a rule refuses it; the code and the sentence say which. |
| 429 | Too many requests; \`Retry-After\` says how many seconds to wait. |
| 500 | An error of the portal. |
| 503 | Too busy at the moment; \`Retry-After\` says how many seconds to wait. |
| 502 | A vendor did not answer as expected. |
| 503 | The portal starts, or cannot reach its data; \`Retry-After\` says how many seconds to wait. |

## Idempotency
Every \`POST\` takes the header \`Idempotency-Key\`: 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} visible ASCII characters, chosen by the caller, best a
random UUID for each intended write. When an answer was lost, send the same request with the same key again: the write
happens once, and the answer is the first one. The same key with another input or operation is refused with 422
(\`idempotency.otherRequest\`), and while the first request still runs with 409 (\`idempotency.keyInUse\`). A refused request
changed nothing and leaves its key free. Keys belong to the person and are kept for 24 hours. Callers who have not signed in
have no keys: the header is ignored.

## Lists
Lists take \`page\` (from 1) and \`pageSize\` (25 where not given, 200 at most), those that can be searched also \`search\`, and
those that can be sorted \`sort\` and \`descending\`. They answer with \`items\`, the rows of the page, and \`total\`, the number of
rows of all pages.

## Dates and money
Instants are ISO 8601 in UTC (\`2026-03-02T09:00:00Z\`), calendar dates \`2026-03-02\`. Exact decimals are strings with a point
and without separators (\`"1234.5"\`): do not read them into binary floating point. Money is \`{ amount, currency }\` with the
currency of ISO 4217; unit prices may have more digits than the currency.

## From search to order
1. \`catalogue.searchCatalogue\`: find the product.
2. \`catalogue.getProduct\`: its offers, terms and prices.
3. \`purchasing.quotePurchase\`: exact lines, what becomes irreversible, and when the quote ends.
4. \`orders.placeOrder\` with the quote: refused, with a new quote, if a price or a rule has moved since.
5. \`orders.getOrder\`: the steps of the order, until its status is \`done\`.
`.trim();

/** One sentence for each module, as the document groups the operations. */
export const MODULES: Readonly<Record<string, { title: string; description: string }>> = {
  accounts: { title: 'Account', description: 'Company data, settings and contacts of the customer company.' },
  signIn: { title: 'Sign-in', description: 'Credentials, sessions, recovery, API keys and the own profile.' },
  users: { title: 'Users', description: 'The people of the account: adding, editing, roles, invitations, removal.' },
  notifications: { title: 'Notifications', description: 'Messages of the portal to the signed-in person.' },
  audit: { title: 'Audit', description: 'The record of every change, by whom and when.' },
  catalogue: {
    title: 'Catalogue',
    description: 'Products, offers and prices; price lists and price rules of the provider.',
  },
  purchasing: { title: 'Purchasing', description: 'The cart of the account and its checkout.' },
  tenants: { title: 'Tenants', description: 'Microsoft tenants of the account: new ones, existing ones, agreement.' },
  orders: { title: 'Orders', description: 'Quotes and orders: every change that costs or commits money.' },
  billing: { title: 'Billing', description: 'Charges, refunds, payments and credit.' },
  subscriptions: { title: 'Subscriptions', description: 'Running subscriptions: seats, terms, renewals, ends.' },
  licences: { title: 'Licences', description: 'Seats given to people, and the services that they may use.' },
  deadlines: { title: 'Deadlines', description: 'Ends of terms and of windows, ahead of time.' },
  dashboard: { title: 'Dashboard', description: 'The overview of the account.' },
  connections: {
    title: 'Connections',
    description: 'The connections to vendors: permissions, sign-in, events, use of the request limit.',
  },
  provider: { title: 'Provider', description: 'Work of the provider’s staff, over all customers.' },
};
