export * from './call-budget';
export * from './clock';
export * from './log';
export * from './world';
