import { z } from 'zod';
import { json, operation } from '../../core/operation.ts';
import { recordFileUnreadable } from '../../core/record-file.ts';
import { recordUploadInput } from '../record-upload.ts';
import { whoIAm } from './model.ts';

export const whoAmI = operation({
  name: 'access.who-am-i',
  method: 'GET',
  path: '/api/v1/me',
  access: 'everyone',
  effect: 'read',
  summary: 'Say who is asking, and with which roles',
  input: z.object({}),
  output: json(whoIAm),
  errors: [],
});

export const loadAccess = operation({
  name: 'access.load-access',
  method: 'POST',
  path: '/api/v1/access/load',
  access: 'operator',
  effect: 'write',
  summary: "Take over a state's file of access: which groups and posts carry which role",
  input: recordUploadInput,
  output: json(z.object({ groups: z.int(), posts: z.int() })),
  errors: [recordFileUnreadable],
  upload: true,
  positional: ['file'],
});

export const operations = {
  'who-am-i': whoAmI,
  'load-access': loadAccess,
};
