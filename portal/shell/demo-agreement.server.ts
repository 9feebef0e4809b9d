/*
 * The page on which a signatory accepts the Microsoft Customer Agreement, in the demo: the simulator's, which stands in
 * for Microsoft's. The portal hands it on under a path of its own, because a browser that reaches the portal through a
 * proxy, or from another machine, does not reach the simulator's port.
 */
export const DEMO_AGREEMENT_PATH = '/demo/microsoft-agreement';

/** Hands a request for the page on to the simulator: its question, its form, and nothing of the person's session. */
export async function answerDemoAgreement(simulatorUrl: string, request: Request): Promise<Response> {
  const isForm = request.method === 'POST';
  if (!isForm && request.method !== 'GET') return new Response(null, { status: 405, headers: { Allow: 'GET, POST' } });
  const answer = await fetch(pageUrl(simulatorUrl, request.url), {
    method: request.method,
    ...(isForm && { body: new URLSearchParams(await request.text()) }),
  });
  const headers = new Headers();
  for (const name of ['content-type', 'content-security-policy', 'cache-control']) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(await answer.text(), { status: answer.status, headers });
}

/** Answers as a signatory, for the history of the demo and for tests. @param link  as the portal shows it */
export async function answerAsSignatory(
  simulatorUrl: string,
  link: string,
  answer: 'accept' | 'decline' = 'accept',
): Promise<void> {
  const body = new URLSearchParams({ isSignatory: 'on', answer });
  const response = await fetch(pageUrl(simulatorUrl, link), { method: 'POST', body });
  if (!response.ok) throw new Error(`the page of the agreement answered ${response.status}`);
}

function pageUrl(simulatorUrl: string, link: string): string {
  return `${simulatorUrl}/mca${new URL(link).search}`;
}
