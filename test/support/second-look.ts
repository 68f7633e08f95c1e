import { jest } from '@jest/globals';

// The machines of CI are shared and pause for seconds, and some tests wait for processes and streams: one that fails there
// is tried once more. The first failure is printed all the same, and nowhere else is anything tried twice.
if (process.env.CI) jest.retryTimes(1, { logErrorsBeforeRetry: true });
