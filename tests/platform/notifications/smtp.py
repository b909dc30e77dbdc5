"""A small mail server that does what a test tells it to (RFC 5321, just enough)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class MailServer:
    """Takes mail in. `moods` are used up one connection at a time, then it is well again.

    busy: no mail now (451). refuse: no such recipient (550). hang: never answers the content. vanish: takes the
    content and hangs up before it says so. dead: hangs up at once.
    """

    moods: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        mood = self.moods.pop(0) if self.moods else "well"
        try:
            if mood != "dead":
                await self._talk(reader, writer, mood)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mood: str) -> None:
        writer.write(b"220 ready\r\n")
        to: list[str] = []
        while line := await reader.readline():
            verb, text = line[:4].upper(), line.decode().strip()
            if verb == b"QUIT":
                writer.write(b"221 bye\r\n")
                return
            if verb == b"MAIL" and mood == "busy":
                writer.write(b"451 try again later\r\n")
            elif verb == b"RCPT" and mood == "refuse":
                writer.write(b"550 no such mailbox\r\n")
            elif verb == b"DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                if mood == "hang":
                    await reader.read()
                    return
                self.mails.append(message_from_bytes(content[:-5].replace(b"\r\n..", b"\r\n."), policy=default))  # type: ignore[arg-type]
                self.recipients.append(to)
                if mood == "vanish":
                    return
                writer.write(b"250 taken\r\n")
            else:
                if verb == b"RCPT":
                    to.append(text.partition("<")[2].partition(">")[0])
                writer.write(b"250 well\r\n")
            await writer.drain()
