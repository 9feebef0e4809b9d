import { hash } from 'node:crypto';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { attestationStatus } from './attestation-routes.ts';
import { entryOf } from './json.ts';
import { requestedFailureIn } from './requested-failures.ts';
import type { AttestationRecord } from './state.ts';
import { wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** The path of the page, as on Microsoft's host. */
export const ACCEPTANCE_PATH = '/mca';

/**
 * The page on which a signatory accepts the Microsoft Customer Agreement, in Italian or English. It stands in for
 * Microsoft's component and says so. Like the control API it has no sign-in: who has the link may answer.
 */
export function acceptancePage(world: World): Hono {
  const app = new Hono({ strict: false });
  app.get('*', (context) => {
    const record = announced(world, context.req.url);
    const language = context.req.query('lang') ?? record?.language;
    const status = record === undefined ? 404 : 200;
    return context.html(page(world, record, { language, isTickMissing: false }), status, HEADERS);
  });
  app.post('*', async (context) => {
    const record = announced(world, context.req.url);
    const form = await context.req.formData();
    const language = context.req.query('lang') ?? record?.language;
    const isAccepted = form.get('answer') === 'accept';
    const isTickMissing = isAccepted && form.get('isSignatory') !== 'on';
    if (record !== undefined && !isTickMissing) answer(world, record, isAccepted);
    const status = record === undefined ? 404 : 200;
    return context.html(page(world, record, { language, isTickMissing }), status, HEADERS);
  });
  return app;
}

function announced(world: World, url: string): AttestationRecord | undefined {
  const { searchParams } = new URL(url);
  const [, id = ''] = [...searchParams].find(([name]) => name.toLowerCase() === 'attestationid') ?? [];
  return entryOf(world.state.attestations, id.toLowerCase());
}

/** The first answer counts, and after the end of the link none does. */
function answer(world: World, record: AttestationRecord, isAccepted: boolean): void {
  const now = world.clock.now();
  const status = attestationStatus(record, now);
  if (status !== 'Pending') return;
  if (!isAccepted) record.status = 'declined';
  else if (requestedFailureIn(record.companyName) === 'unverified') record.status = 'unverified';
  else {
    record.status = 'accepted';
    record.acceptedAt = wireInstant(now);
  }
  world.touch();
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:0 auto;padding:1.5rem 1rem 3rem;color:#1b1a19}
h1{font-size:1.6rem;line-height:1.25}dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem;margin:1rem 0}
dt{color:#5c5a58}dd{margin:0;overflow-wrap:anywhere}.stand-in{background:#fff4ce;border:1px solid #8a6d00;padding:.75rem 1rem}
.error{color:#a4262c;font-weight:600}.languages{text-align:right}label{display:flex;gap:.75rem;align-items:start;margin:1rem 0}
input{width:1.25rem;height:1.25rem;flex:none;margin:.15rem 0 0}button{font:inherit;padding:.6rem 1.25rem;margin:.5rem .5rem 0 0;
border:1px solid #0f548c;border-radius:4px;background:#fff;color:#0f548c;cursor:pointer}button.primary{background:#0f548c;color:#fff}`;

/** The page loads nothing and submits to itself only. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; form-action 'self'; ` +
    "frame-ancestors 'none'; base-uri 'none'",
};

function page(
  world: World,
  record: AttestationRecord | undefined,
  shown: { language: string | undefined; isTickMissing: boolean },
) {
  const language = shown.language?.toLowerCase().startsWith('it') === true ? 'it' : 'en';
  const words = WORDS[language];
  const other = language === 'it' ? { code: 'en', name: 'English' } : { code: 'it', name: 'Italiano' };
  const id = record === undefined ? '' : `attestationid=${encodeURIComponent(record.id)}&`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${words.title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<header class="languages"><a href="?${id}lang=${other.code}" lang="${other.code}" hreflang="${other.code}">${other.name}</a></header>
<main>
<h1>${words.title}</h1>
<p class="stand-in">${words.standIn}</p>
${record === undefined ? html`<p>${words.unknown}</p>` : content(world, record, words, shown.isTickMissing)}
</main>
</body>
</html>`;
}

function content(world: World, record: AttestationRecord, words: Words, isTickMissing: boolean) {
  const { signatory, companyName, country } = record;
  const name = `${signatory.firstName} ${signatory.lastName}`;
  const status = attestationStatus(record, world.clock.now());
  return html`<dl>
<dt>${words.company}</dt><dd>${companyName} (${country})</dd>
<dt>${words.signatory}</dt><dd>${name}</dd>
<dt>${words.email}</dt><dd>${signatory.email}</dd>
</dl>
${status === 'Pending' ? question(words, name, companyName, isTickMissing) : html`<p role="status"><strong>${words.states[status] ?? status}</strong></p>`}`;
}

function question(words: Words, name: string, companyName: string, isTickMissing: boolean) {
  return html`<p><a href="https://aka.ms/customeragreement" target="_blank" rel="noreferrer">${words.read}</a></p>
<form method="post">
${isTickMissing ? html`<p class="error" id="missing" role="alert">${words.tickMissing}</p>` : ''}
<label><input type="checkbox" name="isSignatory" ${isTickMissing ? raw('aria-describedby="missing"') : ''}>${words.tick(name, companyName)}</label>
<button class="primary" name="answer" value="accept">${words.accept}</button>
<button name="answer" value="decline">${words.decline}</button>
</form>`;
}

type Words = Readonly<{
  title: string;
  standIn: string;
  company: string;
  signatory: string;
  email: string;
  read: string;
  tick: (name: string, companyName: string) => string;
  tickMissing: string;
  accept: string;
  decline: string;
  unknown: string;
  states: Readonly<Record<string, string>>;
}>;

const WORDS: Readonly<Record<'it' | 'en', Words>> = {
  it: {
    title: 'Contratto del cliente Microsoft',
    standIn: 'Pagina dimostrativa: sostituisce quella di Microsoft. Non viene inviato nulla a Microsoft.',
    company: 'Azienda',
    signatory: 'Firmatario',
    email: 'E-mail',
    read: 'Leggi il contratto (si apre in un’altra scheda)',
    tick: (name, companyName) =>
      `Sono ${name}, posso impegnare ${companyName} e accetto il Contratto del cliente Microsoft.`,
    tickMissing: 'Per accettare, seleziona la casella di conferma.',
    accept: 'Accetto',
    decline: 'Non accetto',
    unknown: 'Questo link non è valido.',
    states: {
      accepted: 'Contratto accettato. Puoi chiudere questa pagina.',
      declined: 'Non hai accettato il contratto. Puoi chiudere questa pagina.',
      unverified: 'Risposta ricevuta. Microsoft deve ancora verificare l’identità del firmatario.',
      expired: 'Questo link è scaduto. Chiedine un altro al rivenditore.',
    },
  },
  en: {
    title: 'Microsoft Customer Agreement',
    standIn: 'Demonstration page: it stands in for Microsoft’s own. Nothing is sent to Microsoft.',
    company: 'Company',
    signatory: 'Signatory',
    email: 'E-mail',
    read: 'Read the agreement (opens in another tab)',
    tick: (name, companyName) =>
      `I am ${name}, I may sign for ${companyName}, and I accept the Microsoft Customer Agreement.`,
    tickMissing: 'To accept, tick the box.',
    accept: 'I accept',
    decline: 'I do not accept',
    unknown: 'This link is not valid.',
    states: {
      accepted: 'Agreement accepted. You can close this page.',
      declined: 'You have not accepted the agreement. You can close this page.',
      unverified: 'Answer received. Microsoft still has to verify the identity of the signatory.',
      expired: 'This link has expired. Ask your reseller for another one.',
    },
  },
};
