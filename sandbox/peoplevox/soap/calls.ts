/** What a client asks for, once its envelope is read. Absent strings are empty, absent integers 0. */
export type Call =
  | {
      readonly operation: 'Authenticate';
      readonly clientId: string;
      readonly username: string;
      readonly password: string;
    }
  | GetDataCall
  | GetReportDataCall
  | { readonly operation: 'GetReportColumns'; readonly templateName: string }
  | { readonly operation: 'GetSaveTemplate'; readonly templateName: string }
  | SaveDataCall
  | SubscribeCall
  | { readonly operation: 'UnsubscribeEvent'; readonly subscriptionId: number };

export type Operation = Call['operation'];

export interface GetDataCall {
  readonly operation: 'GetData';
  readonly templateName: string;
  readonly pageNo: number;
  readonly itemsPerPage: number;
  readonly searchClause: string;
}

export interface GetReportDataCall extends Omit<GetDataCall, 'operation'> {
  readonly operation: 'GetReportData';
  readonly filterClause: string;
  readonly orderBy: string;
  readonly columns: string;
}

export interface SaveDataCall {
  readonly operation: 'SaveData';
  readonly templateName: string;
  readonly csvData: string;
  readonly action: number;
}

export interface SubscribeCall {
  readonly operation: 'SubscribeEvent' | 'SubscribePostEvent';
  readonly eventType: string;
  readonly filter: string;
  readonly url: string;
  /** Body of a POST callback. */
  readonly postParams?: string;
  readonly encodeParameterData: boolean;
}

/** The IntegrationResponse of every operation. */
export interface Answer {
  readonly responseId: 0 | -1;
  readonly totalCount: number;
  readonly detail: string;
  readonly statuses?: readonly RowStatus[];
}

export interface RowStatus {
  readonly reference: string;
  readonly status: 'Success' | 'Error';
  /** From 1, header not counted. */
  readonly lineNo: number;
}

export function refusal(words: string): Answer {
  return { responseId: -1, totalCount: 0, detail: words };
}

export function success(detail: string, totalCount = 1): Answer {
  return { responseId: 0, totalCount, detail };
}
