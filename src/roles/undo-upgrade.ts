import { parseArgs } from 'node:util';
import { homeBusy, invalidInput } from '../core/request-errors.ts';
import { undoUpgrade } from '../store/backup/before-upgrade.ts';
import { claimHome } from '../store/home.ts';
import { homeFolder } from './home-folder.ts';
import { nothingToUndo } from './role-errors.ts';

/** `oak store undo-upgrade [--home DIR]`: the way back to the release before, for a home whose control plane is SQLite. */
export async function undoUpgradeCommand(words: readonly string[]): Promise<number> {
  let values: { home?: string };
  try {
    ({ values } = parseArgs({ args: [...words], options: { home: { type: 'string' } } }));
  } catch (thrown) {
    throw invalidInput.with({ problems: [(thrown as Error).message] });
  }
  const home = homeFolder(values.home);
  const claim = await claimHome(home);
  if (!claim.owned) throw homeBusy.with({ home });
  try {
    const undone = await undoUpgrade(home, new Date().toISOString());
    if (undone === undefined) throw nothingToUndo.with({ home });
    console.log(
      `The store is again as ${undone.back} left it. What was written since is in before-upgrade/${undone.aside}.\n` +
        'Start the earlier release now: this one would upgrade it again.',
    );
    return 0;
  } finally {
    await claim.release();
  }
}
