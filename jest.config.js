// Tests run as plain JavaScript compiled by tsc: what is tested is what ships, and no transpiler sits in between.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist/test'],
  testMatch: ['**/*.test.js'],
  // Outages, deaths at each write and rolling restarts take minutes: `npm run test:chaos` plays them. Benches are tried by `npm run test:bench`.
  testPathIgnorePatterns: [
    ...(process.env.CHAOS ? [] : ['webhook-chaos', 'rolling-restart', 'metrics-crash', 'quote-crash']),
    ...(process.env.BENCH ? [] : ['/bench-(graphql|webhook|soak)']),
  ],
  transform: {},
  // The tests wait more than they compute: every core may have one.
  maxWorkers: '100%',
  testTimeout: 60_000,
  setupFilesAfterEnv: ['<rootDir>/dist/test/support/cleanup.js', '<rootDir>/dist/test/support/second-look.js'],
  globalSetup: '<rootDir>/dist/test/support/global-setup.js',
  globalTeardown: '<rootDir>/dist/test/support/global-teardown.js',
};
