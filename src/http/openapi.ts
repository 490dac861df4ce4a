import { z } from 'zod';
import type { Operation } from '../core/operation.ts';

/** OpenAPI 3.1 of every operation, printed from the contract. */
export function openapi(operations: readonly Operation[], about: { title: string; version: string }): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const op of operations) {
    paths[op.path] = { ...paths[op.path], [op.method.toLowerCase()]: describe(op) };
  }
  return {
    openapi: '3.1.0',
    info: { title: about.title, version: about.version, description: 'Every operation of this server.' },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map((op) => areaOf(op)))].map((name) => ({ name })),
    paths,
    components: {
      schemas: {
        Problem: {
          type: 'object',
          required: ['title', 'status', 'code', 'remedy', 'reference'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string' },
            detail: { type: 'string' },
            remedy: { type: 'string' },
            reference: { type: 'string' },
          },
        },
      },
    },
  };
}

const areaOf = (op: Operation) => op.name.slice(0, op.name.indexOf('.'));

function describe(op: Operation): object {
  const inPath = new Set([...op.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!));
  const schema = jsonSchema(op.input, 'input') as {
    properties?: Record<string, object>;
    required?: string[];
  };
  const properties = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  const inQuery = op.method === 'GET' || op.upload === true;
  const parameters = properties
    .filter(([name]) => inPath.has(name) || inQuery)
    .map(([name, field]) => ({
      name,
      in: inPath.has(name) ? 'path' : 'query',
      required: inPath.has(name) || required.has(name),
      schema: field,
    }));
  const body = properties.filter(([name]) => !inPath.has(name));
  return {
    operationId: op.name,
    tags: [areaOf(op)],
    summary: op.summary,
    ...(op.description === undefined ? {} : { description: op.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(op.upload
      ? {
          requestBody: {
            required: true,
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : !inQuery && body.length > 0
        ? {
            requestBody: {
              required: true,
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: Object.fromEntries(body),
                    required: body.map(([name]) => name).filter((name) => required.has(name)),
                  },
                },
              },
            },
          }
        : {}),
    responses: {
      ...answer(op),
      default: {
        description: 'What went wrong, and what to do',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    'x-errors': op.errors.map((kind) => kind.code),
    'x-access': op.access,
  };
}

function answer(op: Operation): object {
  switch (op.output.kind) {
    case 'json':
      return {
        200: {
          description: op.summary,
          content: { 'application/json': { schema: jsonSchema(op.output.schema, 'output') } },
        },
      };
    case 'bytes':
      return {
        200: {
          description: op.summary,
          content: Object.fromEntries(op.output.mediaTypes.map((type) => [type, {}])),
        },
      };
    case 'job':
      return {
        202: {
          description: 'Queued: follow the job',
          headers: { location: { schema: { type: 'string' } } },
          content: {
            'application/json': {
              schema: { type: 'object', required: ['job'], properties: { job: { type: 'string' } } },
            },
          },
        },
      };
  }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<
    string,
    unknown
  >;
  return rest;
}
