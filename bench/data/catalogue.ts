import { ask, type OurServer } from '../ours.ts';

/** Fills a home through the API: so many registered datasets, dealt out over so many agencies, each described. */
export async function fillCatalogue(
  server: OurServer,
  datasetCount: number,
  agencyCount: number,
): Promise<void> {
  const { agencies } = await ask<{ agencies: { code: string }[] }>(server, 'GET', '/api/v1/agencies');
  const codes = agencies.slice(0, agencyCount).map(({ code }) => code);
  const subjects = [
    'Permits',
    'Inspections',
    'Licences',
    'Grants',
    'Enrolment',
    'Crashes',
    'Visits',
    'Claims',
  ];
  const places = ['by town', 'by school district', 'by facility', 'by month', 'by route', 'by provider'];
  const cadences = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'];
  for (let at = 0; at < datasetCount; at++) {
    const subject = subjects[at % subjects.length]!;
    await ask(server, 'POST', '/api/v1/datasets', {
      title: `${subject} ${places[at % places.length]} ${1 + Math.floor(at / 48)}`,
      description: `${subject} as recorded by the programme that runs them. Invented, to fill a catalogue.`,
      agency: codes[at % codes.length],
      licence: 'CC0-1.0',
      cadence: cadences[at % cadences.length],
      tags: [subject.toLowerCase()],
      ...(at % 3 === 0 ? { owner: 'Data officer', contact: 'data@example.gov' } : {}),
    });
  }
}
