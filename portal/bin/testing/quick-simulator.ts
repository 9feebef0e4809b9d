import { parseArgs } from 'node:util';
import { startSimulator } from '@licence-portal/partner-center-simulator';

/* The simulator as a program of its own, which finishes orders at once: `--port NUMBER --state FILE`. */

const { values } = parseArgs({ options: { port: { type: 'string' }, state: { type: 'string' } } });
const NO_TIME = Temporal.Duration.from({ seconds: 0 });
const running = await startSimulator({
  port: Number(values.port),
  ...(values.state === undefined ? {} : { stateFile: values.state }),
  latency: { order: NO_TIME, provisioning: NO_TIME, renewal: NO_TIME, vetting: NO_TIME, transition: NO_TIME },
});
process.once('SIGTERM', () => void running.close());
