/**
 * Runs the main function of a process. What it rejects with ends the process with code 1 and its message on stderr:
 * the errors that it is meant to reject with speak to the person who deploys.
 */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
