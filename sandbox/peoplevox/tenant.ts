/** What differs from one Peoplevox customer (tenant) to the next and does not change while the simulator runs. */
export interface Tenant {
  /** Path segment of the URL and parameter of Authenticate. */
  readonly clientId: string;
  readonly username: string;
  /** In clear. */
  readonly password: string;
  /** How the password travels: base64, or as it is (US region; facts/peoplevox §3). */
  readonly passwordEncoding: 'base64' | 'plain';
  /** IANA zone of every date that the tenant reads and prints. */
  readonly timeZone: string;
  /** The first one is where an order without Site goes. */
  readonly sites: readonly Site[];
  /** Further API users. */
  readonly users: readonly { readonly username: string; readonly password: string }[];
  readonly serviceTypes: readonly ServiceType[];
  readonly paymentMethods: readonly { readonly id: number; readonly name: string }[];
  readonly templates: TemplateNames;
  /** Reports that the tenant saved under a name of its own; `columns` are new labels of the standard ones. */
  readonly reports: Readonly<Record<string, ReportVariant>>;
  /** Standard reports that this tenant lacks or this user may not see. */
  readonly missingReports: readonly string[];
}

export interface Site {
  readonly reference: string;
  readonly name: string;
}

export interface ServiceType {
  readonly carrier: string;
  readonly name: string;
  readonly code: string;
}

/**
 * Template → our column name → the tenant's label; null: the tenant's integration template lacks that column.
 * A template that is null was never configured. What is not named here has Peoplevox's default names.
 */
export type TemplateNames = Readonly<Record<string, Readonly<Record<string, string | null>> | null>>;

export interface ReportVariant {
  readonly basedOn: string;
  /** Standard column → label; null leaves it out. */
  readonly columns?: Readonly<Record<string, string | null>>;
}

export type TenantOptions = Pick<Tenant, 'clientId' | 'username' | 'password'> & Partial<Tenant>;

/** `SystemSite` is internal to Peoplevox and turns up in lists (facts/peoplevox §14). */
const defaultSites: readonly Site[] = [
  { reference: 'PrimarySite', name: 'Primary Site' },
  { reference: 'SystemSite', name: 'System Site' },
];

const defaultServiceTypes: readonly ServiceType[] = [
  { carrier: 'Royal Mail', name: 'Royal Mail Tracked 48', code: 'RM48' },
  { carrier: 'Royal Mail', name: 'Royal Mail Tracked 24', code: 'RM24' },
  { carrier: 'DPD', name: 'DPD Next Day', code: 'DPDND' },
];

export function completeTenant(options: TenantOptions): Tenant {
  return {
    passwordEncoding: 'base64',
    timeZone: 'Europe/London',
    sites: defaultSites,
    users: [],
    serviceTypes: defaultServiceTypes,
    paymentMethods: [
      { id: 1, name: 'Card' },
      { id: 2, name: 'Invoice' },
    ],
    templates: {},
    reports: {},
    missingReports: [],
    ...options,
  };
}
