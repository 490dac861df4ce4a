import { OakError } from '../../core/error.ts';

/** The answer, or undefined when there is nothing there (yet): a profile not made, a version not loaded. */
export async function ifThere<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof OakError && (error.status === 404 || error.status === 410)) return undefined;
    throw error;
  }
}
