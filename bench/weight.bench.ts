import { get, type IncomingMessage } from 'node:http';
import { startDemo } from '../e2e/demo.ts';
import type { Metric } from './metric.ts';
import { signIn } from './sign-in.ts';

/** Bytes of two first pages over the wire, as a browser that accepts brotli gets them with an empty cache. */
export async function measure(): Promise<Metric[]> {
  const { demo, stop } = await startDemo();
  try {
    const cookie = await signIn(demo.url);
    return [
      ...(await weigh('sign-in', `${demo.url}/sign-in`, '', 90)),
      ...(await weigh('dashboard', `${demo.url}/`, cookie, 120)),
    ];
  } finally {
    await stop();
  }
}

async function weigh(name: string, page: string, cookie: string, ceilingKb: number): Promise<Metric[]> {
  const document = await read(page, cookie, 'identity');
  const files = new Set(document.body.toString().match(/\/assets\/[\w.-]+\.(?:js|css)/g));
  const answers = [
    { kind: 'html', bytes: (await read(page, cookie, 'br')).body.length },
    ...(await Promise.all(
      [...files].map(async (file) => ({
        kind: file.slice(file.lastIndexOf('.') + 1),
        bytes: (await read(new URL(file, page).href, cookie, 'br')).body.length,
      })),
    )),
  ];
  const sumKb = (kinds: RegExp) =>
    answers.filter(({ kind }) => kinds.test(kind)).reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  return [
    { name: `${name}, JavaScript`, value: sumKb(/^js$/), unit: 'kB', ceiling: ceilingKb },
    { name: `${name}, everything`, value: sumKb(/./), unit: 'kB', ceiling: ceilingKb + 30 },
    { name: `${name}, requests`, value: answers.length, unit: '', ceiling: 20 },
  ];
}

/** A response as it came: `fetch` would have decompressed it. */
function read(url: string, cookie: string, encoding: 'br' | 'identity'): Promise<{ body: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { cookie, 'accept-encoding': encoding } }, (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ body: Buffer.concat(chunks) });
        else reject(new Error(`${url} answered ${response.statusCode}`));
      });
    });
    request.on('error', reject);
  });
}
