import type { Clock, Random } from '../../../shared/src/runtime';
import { createCollections, type Collections } from './documents';
import type { Subscription } from './platform';

/** An API client that may fetch tokens; scopes as the platform writes them: `manage_orders:my-project`. */
export interface ApiClient {
  readonly id: string;
  readonly secret: string;
  readonly scopes: readonly string[];
}

export interface Settings {
  /** Default: one client `client` with secret `secret` and scope `manage_project`. */
  readonly clients: readonly ApiClient[];
  /** Default: 172 800 (two days), as on the platform. */
  readonly tokenLifetimeSeconds: number;
  /** How late stock shows an order; default: drawn from 0 to 10 000 for each order (facts/commercetools §6). */
  readonly inventoryLagMs?: number;
  readonly currencies: readonly string[];
  readonly countries: readonly string[];
  readonly languages: readonly string[];
}

/** What an HTTP API extension answered. */
export interface ExtensionReply {
  readonly status: number;
  /** The raw body; empty when there was none. */
  readonly body: string;
}

export interface HttpDestination {
  readonly type: string;
  readonly url: string;
  /** Headers that the platform adds: the Authorization of the destination, the correlation id. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A capture as it reaches the payment service provider. */
export interface PaymentCapture {
  readonly paymentId: string;
  readonly centAmount: number;
  readonly merchantReference: string | undefined;
}

/** The ways out of the core; the caller wires them. */
export interface Ports {
  /** Called after commit, once for each matching Subscription, in the order in which messages came to be. */
  readonly deliver: (subscription: Subscription, payload: unknown) => void;
  /** Rejects when there was no answer within `timeoutMs`. */
  readonly callExtension: (
    destination: HttpDestination,
    body: unknown,
    timeoutMs: number,
  ) => Promise<ExtensionReply>;
  /** What the payment service provider says to a capture by Checkout; approves all of them unless wired. */
  readonly capture: (capture: PaymentCapture) => 'approved' | 'received' | 'rejected';
}

export interface Token {
  /** Of the API client that it was given to. */
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

/** Everything that the emulator remembers, and how it reaches out. */
export interface Project {
  readonly key: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: Settings;
  readonly ports: Ports;
  readonly createdAt: string;
  readonly collections: Collections;
  readonly tokens: Map<string, Token>;
  /** Resource id → sequence number of its last Message. */
  readonly sequences: Map<string, number>;
}

export interface ProjectOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly projectKey: string;
  readonly settings?: Partial<Settings>;
  readonly ports?: Partial<Ports>;
}

function defaultSettings(projectKey: string): Settings {
  return {
    clients: [{ id: 'client', secret: 'secret', scopes: [`manage_project:${projectKey}`] }],
    tokenLifetimeSeconds: 172_800,
    currencies: ['GBP', 'EUR', 'USD'],
    countries: ['GB', 'DE', 'US'],
    languages: ['en', 'de'],
  };
}

export function createProject({ clock, random, projectKey, settings, ports }: ProjectOptions): Project {
  return {
    key: projectKey,
    clock,
    random,
    settings: { ...defaultSettings(projectKey), ...settings },
    ports: {
      deliver: () => undefined,
      callExtension: () => Promise.reject(new Error('No way to API extensions is wired.')),
      capture: () => 'approved',
      ...ports,
    },
    createdAt: isoTime(clock),
    collections: createCollections(),
    tokens: new Map(),
    sequences: new Map(),
  };
}

export function isoTime(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
