import { parseArgs } from 'node:util';
import { burst, warm } from '../simulation/burst';

/**
 * Orders of two lines that are placed at the same instant: production code in virtual time, Peoplevox at 300 ms a call and
 * at its default limit. Usage: npm run bench:order-burst [-- --orders 1000]
 */
const { orders } = parseArgs({ options: { orders: { type: 'string' } } }).values;

async function measure(count: number, instances: number): Promise<void> {
  const world = await warm(instances);
  if (instances > 1) world.deliverEach(2);
  const cpu = process.cpuUsage();
  const { callsPerOrder, minutes, orders: exported } = await burst(world, count);
  const { user, system } = process.cpuUsage(cpu);
  const who = instances === 1 ? 'one warm instance' : `${instances} warm instances, every message twice`;
  process.stdout.write(
    `${count} orders, ${who}: ${exported.length} exported in ${(minutes * 60).toFixed(0)} s, ${callsPerOrder.toFixed(3)} calls an order, ` +
      `${((user + system) / 1e6).toFixed(1)} s of processor time with both emulators\n`,
  );
  if (exported.length !== count) process.exitCode = 1;
}

async function main(): Promise<void> {
  for (const count of orders === undefined ? [10, 100, 1_000] : [Number(orders)])
    for (const instances of [1, 2]) await measure(count, instances);
}

void main();
