/** What test/run.ts gives to the tests. @throws when vitest was started without it */
export function given(
  name: 'TEST_DATABASE_URL' | 'TEST_TEMPORAL_ADDRESS' | 'TEST_TEMPORAL_TEST_SERVER' | 'TEST_PRODUCT' | 'CHROMIUM_PATH',
): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: start the tests with "npm test" (or "npm test -- test/path"), not vitest.`);
  return value;
}
