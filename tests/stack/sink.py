"""A mail server that keeps nothing but who, what and when: it counts deliveries."""

import socketserver
import threading
from email.parser import BytesHeaderParser


class Talk(socketserver.StreamRequestHandler):
    """The part of SMTP that a client of ours speaks."""

    def handle(self):
        self.server.calls += 1
        self.say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word in (b"EHLO", b"HELO"):
                self.say("250 sink")
            elif word == b"DATA":
                self.say("354 go on")
                self.server.keep(self.letter())
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def letter(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """`with Sink() as sink:` … `sink.letters` is a list of (key, Message-ID, Date);
    `sink.calls`, how often somebody came."""

    allow_reuse_address = daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters, self.calls, self.lock = [], 0, threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def keep(self, letter: bytes) -> None:
        head = BytesHeaderParser().parsebytes(letter)
        with self.lock:
            self.letters.append(
                (head["X-Outbox-Key"], head["Message-ID"], head["Date"])
            )

    def handle_error(self, request, client_address):
        """A client that was killed in the middle is what we are here for."""

    def __exit__(self, *error):
        self.shutdown()
        super().__exit__(*error)
