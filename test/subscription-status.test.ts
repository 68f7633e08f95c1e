import { ENTITLING, isOver, NOT_LIVE } from '../src/subscriptions/subscription-status.js';

test.each([
  ['active', 'is live', 'entitles', 'goes on'],
  ['trialing', 'is live', 'entitles', 'goes on'],
  // The card is tried again meanwhile.
  ['past_due', 'is live', 'entitles', 'goes on'],
  ['unpaid', 'is live', 'entitles to nothing', 'goes on'],
  ['paused', 'is live', 'entitles to nothing', 'goes on'],
  // Who left the first payment may begin anew.
  ['incomplete', 'is not live', 'entitles to nothing', 'goes on'],
  ['incomplete_expired', 'is not live', 'entitles to nothing', 'is over'],
  ['canceled', 'is not live', 'entitles to nothing', 'is over'],
  ['a_status_of_the_future', 'is live', 'entitles to nothing', 'goes on'],
])('a subscription that is %s %s, %s and %s', (status, live, entitles, over) => {
  expect([
    NOT_LIVE.includes(status) ? 'is not live' : 'is live',
    ENTITLING.includes(status) ? 'entitles' : 'entitles to nothing',
    isOver(status) ? 'is over' : 'goes on',
  ]).toEqual([live, entitles, over]);
});
