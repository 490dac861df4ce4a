// `npm start`: everything from a fresh clone to a server with a small working state.
import { launch } from './launch.mjs';

await launch(['serve', '--example', ...process.argv.slice(2)]);
