/**
 * A crash on purpose, for tests: `OAK_FAULT=ingest:parts-renamed` ends this process with SIGKILL when that durable step is
 * reached, `…#3` at the third time. Without the variable it does nothing.
 */
export function faultFromEnvironment(environment: NodeJS.ProcessEnv = process.env): (point: string) => void {
  const wanted = environment['OAK_FAULT'];
  if (wanted === undefined || wanted === '') return () => {};
  const [name, times = '1'] = wanted.split('#');
  let left = Number(times);
  return (point) => {
    if (point !== name) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
