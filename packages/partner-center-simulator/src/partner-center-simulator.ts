import './require-temporal.ts';

export type { FaultRule } from './faults.ts';
export type { RecordedRequest } from './recorded-request.ts';
export type { Route } from './route.ts';
export { routes } from './routes.ts';
export {
  type Application,
  DEMO_APPLICATION,
  DEMO_PARTNER_TENANT_ID,
  DEMO_REFRESH_TOKEN,
  DEMO_REFRESH_TOKEN_WITHOUT_MFA,
  type Latency,
  type SimulatorOptions,
} from './settings.ts';
export { ConnectionDropped, createSimulator, type Simulator } from './simulator.ts';
export { type RunningSimulator, startSimulator } from './start-simulator.ts';
export { StateFileError } from './state-file.ts';
