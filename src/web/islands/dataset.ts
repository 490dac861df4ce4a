import { addCopyButtons } from './copy-code.ts';
import { addChartReaders } from './read-chart.ts';
import { addMapReaders } from './read-map.ts';

addCopyButtons(document);
addChartReaders(document);
addMapReaders(document);
