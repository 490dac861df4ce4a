import { changeSubscribers } from '../promise/changes.ts';
import { copySubscribers } from './find-copies.ts';

export const custodySubscribers = [...copySubscribers, ...changeSubscribers];
