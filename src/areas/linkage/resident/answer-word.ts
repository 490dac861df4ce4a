/** What the chance of the likeliest record comes to: over the line of the run it is somebody known. */
export const answerWord = (
  chance: number | undefined,
  needed: number,
  reviewFrom: number,
): 'known' | 'perhaps' | 'nobody' =>
  chance === undefined || chance < reviewFrom ? 'nobody' : chance >= needed ? 'known' : 'perhaps';
