/** Everything that keeps an application from being deployed, at once, in words for the person who deploys it. */
export class NotDeployable extends Error {
  override readonly name = 'NotDeployable';
  constructor(
    application: string,
    readonly faults: readonly string[],
  ) {
    super([`${application} cannot be deployed:`, ...faults.map((fault) => `- ${fault}`)].join('\n'));
  }
}
