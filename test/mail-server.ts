import { createServer, type Socket } from 'node:net';

/** A message as a mail server got it: who it came from, for whom, and its bytes. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly source: string;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

/** What the server answers, by command; without one it takes everything. Closing the line is a crash of the server. */
export type Answer = (command: string, argument: string) => string | 'hang-up' | undefined;

/** A real SMTP server (RFC 5321, the part a client needs) on a port of this machine. */
export async function startMailServer(answer: Answer = () => undefined) {
  const received: ReceivedMail[] = [];
  let reply = answer;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    talk(socket);
  });
  const talk = (socket: Socket) => {
    let [from, to, text, inData] = ['', [] as string[], '', false];
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 test.invalid ESMTP');
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      for (;;) {
        if (inData) {
          const end = text.indexOf('\r\n.\r\n');
          if (end < 0) return;
          const source = text.slice(0, end).replace(/^\.\./gm, '.');
          text = text.slice(end + 5);
          inData = false;
          const said = reply('END', source);
          if (said === 'hang-up') return void socket.destroy();
          if (said === undefined || said.startsWith('2')) received.push(parse(from, to, source));
          if (said === undefined || said !== '250 taken, then silent') say(said ?? '250 2.0.0 taken');
          else socket.destroy();
          [from, to] = ['', []];
          continue;
        }
        const end = text.indexOf('\r\n');
        if (end < 0) return;
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        const command = line.split(/[ :]/)[0]!.toUpperCase();
        const argument = /<([^>]*)>/.exec(line)?.[1] ?? '';
        const said = reply(command, argument);
        if (said === 'hang-up') return void socket.destroy();
        if (said !== undefined) say(said);
        else if (command === 'EHLO') say('250-test.invalid\r\n250-8BITMIME\r\n250 SMTPUTF8');
        else if (command === 'MAIL') {
          from = argument;
          say('250 2.1.0 ok');
        } else if (command === 'RCPT') {
          to.push(argument);
          say('250 2.1.5 ok');
        } else if (command === 'DATA') {
          inData = true;
          say('354 go on');
        } else if (command === 'QUIT') {
          say('221 bye');
          socket.end();
        } else say(command === 'STARTTLS' ? '502 5.5.1 not here' : '250 ok');
      }
    });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    received,
    /** What it answers from now on. */
    answer: (next: Answer) => {
      reply = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function parse(from: string, to: readonly string[], source: string): ReceivedMail {
  const [head = '', ...rest] = source.split('\r\n\r\n');
  const headers = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const header = (name: string) =>
    headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))?.slice(name.length + 2);
  const raw = rest.join('\r\n\r\n');
  const body =
    header('content-transfer-encoding') === 'quoted-printable'
      ? Buffer.from(
          raw
            .replace(/=\r\n/g, '')
            .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        ).toString('utf8')
      : raw;
  return { from, to: [...to], source, header, body: body.replaceAll('\r\n', '\n') };
}
