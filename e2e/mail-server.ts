import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';

/** A mail as it arrived. */
export type ArrivedMail = Readonly<{ recipients: readonly string[]; text: string }>;

/** A mail server of a test: it takes every mail over SMTP and keeps it. */
export async function startMailServer() {
  const mails: ArrivedMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    void converse(socket, (mail) => mails.push(mail));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails: (): readonly ArrivedMail[] => mails,
    /** The newest link of a kind that was sent to an address, once it has arrived. */
    async linkTo(recipient: string, link: RegExp): Promise<string> {
      const find = () =>
        mails.filter(({ recipients }) => recipients.includes(recipient)).map((mail) => link.exec(mail.text)?.[0]);
      await expect.poll(() => find().some(Boolean), { message: `a mail to ${recipient}` }).toBe(true);
      return find().findLast(Boolean) ?? '';
    },
    async close(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Speaks as much SMTP as a sender needs (RFC 5321), one mail after the other. */
async function converse(socket: Socket, keep: (mail: ArrivedMail) => void): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let recipients: string[] = [];
  let data: string[] | undefined;
  say('220 mail server of a test');
  for await (const line of createInterface({ input: socket })) {
    if (data !== undefined) {
      if (line !== '.') data.push(line.startsWith('.') ? line.slice(1) : line);
      else {
        keep({ recipients, text: decoded(data.join('\n')) });
        [recipients, data] = [[], undefined];
        say('250 kept');
      }
      continue;
    }
    const command = line.slice(0, 4).toUpperCase();
    if (command === 'RCPT') recipients.push(/<(.*?)>/.exec(line)?.[1] ?? '');
    if (command === 'DATA') data = [];
    say(command === 'DATA' ? '354 go on' : command === 'QUIT' ? '221 bye' : '250 ok');
    if (command === 'QUIT') socket.end();
  }
}

/** Quoted-printable as text: long lines are whole again. */
function decoded(body: string): string {
  const bytes = body
    .replaceAll('=\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
