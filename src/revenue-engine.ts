import 'reflect-metadata';

// The public API of the package, and the one file that passes on what others export. What is not here may change at any time.
export { InvalidIdentity } from './api/viewer-identity.js';
export type { Authenticate } from './api/own-identity.js';
export type { App } from './app.js';
export { ConfigError } from './config.js';
export { type CompleteConfig, type HostOptions, engineConfig } from './engine-config.js';
export type { Extensions } from './extensions.js';
export type { SubscriptionChanged, SubscriptionHook, SubscriptionSnapshot } from './hooks/subscription-hook.js';
export { type EngineOptions, type OpenEngine, type RunningEngine, openEngine, runEngine } from './main.js';
export { ANONYMOUS, Role, Viewer } from './terms/viewer.js';
export type { OwnEventHandler, OwnEventHandlers, ReceivedEvent } from './webhooks/own-event-handlers.js';
export { ENGINE_EVENT_TYPES } from './webhooks/webhook-handlers.js';
