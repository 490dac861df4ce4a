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

/** The answer, or undefined when the question does not apply to this dataset: it has no date, no place, no such field. */
export async function ifApplicable<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof OakError && error.status < 500) return undefined;
    throw error;
  }
}
