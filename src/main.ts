/** The one bundle: the first word says which role this process plays. */
const [role, ...words] = process.argv.slice(2);

switch (role) {
  case 'serve': {
    const { serve } = await import('./roles/serve.ts');
    process.exitCode = await serve(words);
    break;
  }
  // Only another process of ours plays these: no command has such a name.
  case '@work': {
    const { work } = await import('./roles/work.ts');
    await work();
    break;
  }
  case '@query': {
    const { query } = await import('./roles/query.ts');
    await query();
    break;
  }
  default: {
    const { command } = await import('./cli/command.ts');
    process.exitCode = await command(process.argv.slice(2));
  }
}
