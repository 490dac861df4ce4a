import { addCopyButtons } from './copy-code.ts';
import { addChartReaders } from './read-chart.ts';

addCopyButtons(document);
addChartReaders(document);
