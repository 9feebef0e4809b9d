#!/usr/bin/env node
/** Serves the simulator until it gets SIGINT or SIGTERM. `--help` lists the options. */
import { parseArgs } from 'node:util';
import {
  DEMO_APPLICATION,
  DEMO_PARTNER_TENANT_ID,
  DEMO_REFRESH_TOKEN,
  startSimulator,
} from '../src/partner-center-simulator.ts';

const HELP = `partner-center-simulator [--port 4010] [--host 127.0.0.1] [--state FILE] [--seed TEXT]
  --port   where to listen; 0 takes any free port
  --state  keep the state in this file over restarts
  --seed   make the ids repeatable`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    host: { type: 'string', default: '127.0.0.1' },
    state: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port is a number from 0 to 65535, not "${values.port}"\n${HELP}`);
  process.exit(2);
}

const running = await startSimulator({
  port,
  host: values.host,
  ...(values.state === undefined ? {} : { stateFile: values.state }),
  ...(values.seed === undefined ? {} : { seed: values.seed }),
});
console.log(`Partner Center simulator on ${running.url}
partner tenant ${DEMO_PARTNER_TENANT_ID}, client ${DEMO_APPLICATION.clientId}, secret ${DEMO_APPLICATION.clientSecret}
refresh token ${DEMO_REFRESH_TOKEN}; control API under ${running.url}/control`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void running.close());
}
