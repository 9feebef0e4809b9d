import type { Fields, Json } from './json.ts';
import { fieldsOf, optionalCount, optionalFields, optionalText, text } from './wire-json.ts';

/**
 * An injected fault. `dropBefore`: the connection drops and nothing is done; `dropAfter`: it drops after the request
 * took effect; `ignored`: nothing is done, and the answer is 200 with the unchanged resource.
 *
 * @source for `ignored`: Partner Center PowerShell, issues 81 and 115
 */
export type Fault =
  | { kind: 'latency'; ms: number }
  | { kind: 'status'; status: number; retryAfterSeconds?: number; body?: Json }
  | { kind: 'garbage' }
  | { kind: 'dropBefore' }
  | { kind: 'dropAfter' }
  | { kind: 'ignored' };

export type FaultRule = {
  id: string;
  match: { method?: string; path?: string };
  /** The number of requests that it still hits. */
  times: number;
  fault: Fault;
};

/** The fault that hits this request, if any. A rule is removed after its number of requests. */
export function takeFault(rules: FaultRule[], method: string, path: string): Fault | undefined {
  const rule = rules.find((candidate) => isHit(candidate, method, path));
  if (rule === undefined) return undefined;
  rule.times -= 1;
  if (rule.times <= 0) rules.splice(rules.indexOf(rule), 1);
  return rule.fault;
}

/**
 * Reads a rule from the body of a control request.
 *
 * @throws PartnerError, or SyntaxError for an invalid regular expression
 */
export function faultRuleFrom(id: string, json: Json): FaultRule {
  const fields = fieldsOf(json);
  const match = optionalFields(fields, 'match') ?? {};
  const method = optionalText(match, 'method');
  const path = optionalText(match, 'path');
  if (path !== undefined) new RegExp(path, 'i');
  return {
    id,
    match: { ...(method === undefined ? {} : { method }), ...(path === undefined ? {} : { path }) },
    times: optionalCount(fields, 'times') ?? 1,
    fault: faultFrom(fieldsOf(fields.fault ?? null, 'fault')),
  };
}

function faultFrom(fields: Fields): Fault {
  const kind = text(fields, 'kind');
  if (kind === 'latency') return { kind, ms: optionalCount(fields, 'ms') ?? 1000 };
  if (kind === 'garbage' || kind === 'dropBefore' || kind === 'dropAfter' || kind === 'ignored') return { kind };
  if (kind !== 'status') throw new SyntaxError(`unknown kind of fault: ${kind}`);
  const status = optionalCount(fields, 'status') ?? 0;
  const isPossible = status === 200 || (status >= 400 && status <= 599);
  if (!isPossible) throw new SyntaxError('a fault has status 200, or one from 400 to 599');
  const retryAfterSeconds = optionalCount(fields, 'retryAfterSeconds');
  return {
    kind,
    status,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(fields.body === undefined ? {} : { body: fields.body }),
  };
}

function isHit({ match }: FaultRule, method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method.toUpperCase()) return false;
  return match.path === undefined || new RegExp(match.path, 'i').test(path);
}
