import { Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { given } from './given.ts';

export type TestTemporal = {
  address: string;
  /** Shared by all test files: keep workflow ids and task queues apart by a random part. */
  namespace: 'default';
  /** For clients. */
  connection: Connection;
  /** For workers. */
  native: NativeConnection;
  close(): Promise<void>;
};

/** Connects to the test run's Temporal server (real time; for skipped time see `TEST_TEMPORAL_TEST_SERVER`). */
export async function testTemporal(): Promise<TestTemporal> {
  const address = given('TEST_TEMPORAL_ADDRESS');
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const close = async () => {
    await native.close();
    await connection.close();
  };
  return { address, namespace: 'default', connection, native, close };
}
