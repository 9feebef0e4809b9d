import { expect, test } from 'vitest';
import { FairQueue, QueueFull } from './fair-queue.ts';

/** Work that ends when the test says so, in a queue, with the order in which pieces were begun. */
function observed(limits: ConstructorParameters<typeof FairQueue>[0]) {
  const queue = new FairQueue(limits);
  const begun: string[] = [];
  const open: (() => void)[] = [];
  return {
    begun,
    send: (source: string, name: string) =>
      queue.run(source, async () => {
        begun.push(name);
        await new Promise<void>((end) => open.push(end));
        return name;
      }),
    async endOne() {
      open.shift()?.();
      await new Promise((settled) => setImmediate(settled));
    },
  };
}

test('runs so much at the same time, then the sources in turns', async () => {
  const { send, begun, endOne } = observed({ running: 2, waiting: 10, waitingPerSource: 10 });
  const sent = [send('a', 'a1'), send('a', 'a2'), send('a', 'a3'), send('a', 'a4'), send('b', 'b1'), send('a', 'a5')];
  expect(begun).toEqual(['a1', 'a2']);
  for (const [count, name] of ['a3', 'b1', 'a4', 'a5'].entries()) {
    await endOne();
    expect(begun).toHaveLength(count + 3);
    expect(begun.at(-1)).toBe(name);
  }
  await endOne();
  await endOne();
  expect(await Promise.all(sent)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'a5']);
});

test('refuses what one source sends beyond its share, and everything beyond the whole', async () => {
  const { send, endOne } = observed({ running: 1, waiting: 3, waitingPerSource: 2 });
  const sent = [send('a', 'a1'), send('a', 'a2'), send('a', 'a3')];
  await expect(send('a', 'a4')).rejects.toThrow(QueueFull);
  sent.push(send('b', 'b1'));
  await expect(send('c', 'c1')).rejects.toThrow(QueueFull);
  await endOne();
  sent.push(send('c', 'c2'));
  for (let i = 0; i < 4; i += 1) await endOne();
  await Promise.all(sent);
});

test('work that fails gives its place to the next', async () => {
  const queue = new FairQueue({ running: 1, waiting: 1, waitingPerSource: 1 });
  const failed = queue.run('a', () => Promise.reject(new Error('broken')));
  const next = queue.run('b', async () => 'done');
  await expect(failed).rejects.toThrow('broken');
  expect(await next).toBe('done');
  expect(await queue.run('a', async () => 'again')).toBe('again');
});
