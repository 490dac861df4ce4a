import { bodyTooLarge } from '../core/request-errors.ts';

/** The same request with a body of at most so many bytes. Throws at once when it announces more, else when more has come. */
export function limitBody(request: Request, mostBytes: number): Request {
  const { body } = request;
  if (body === null) return request;
  const tooLarge = () => bodyTooLarge.with({ megabytes: Math.round((mostBytes / 1024 / 1024) * 10) / 10 });
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > mostBytes) throw tooLarge();
  let seen = 0;
  const counted = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > mostBytes) controller.error(tooLarge());
        else controller.enqueue(chunk);
      },
    }),
  );
  return new Request(request, { body: counted, duplex: 'half' } as RequestInit);
}
