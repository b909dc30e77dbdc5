"""E-mail: messages handed to the company's mail server by SMTP (RFC 5321)."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

import aiosmtplib

from paidan.kernel.product import Product
from paidan.kernel.settings import Settings
from paidan.platform.notifications.channel import MessageChannel, OutgoingMessage, TryLater, Undeliverable
from paidan.platform.notifications.templates import EMAIL


class EmailChannel(MessageChannel):
    """Sends by the mail server of the settings, one connection a message."""

    name = EMAIL
    timeout_seconds = 30.0

    def missing(self, product: Product) -> str | None:
        """Without a mail server no mail is sent."""
        if not product.settings.smtp_host:
            return "no_mail_server"
        return None if "@" in _sender(product.settings) else "no_sender_address"

    async def send(self, product: Product, message: OutgoingMessage) -> None:
        """Hand a mail to the server. Raises TryLater, Undeliverable."""
        settings = product.settings
        try:
            await aiosmtplib.send(
                build_mail(settings, message),
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user or None,
                password=settings.smtp_password.get_secret_value() or None,
                use_tls=settings.smtp_tls == "tls",
                start_tls=settings.smtp_tls == "starttls",
                timeout=self.timeout_seconds,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refusal(max(one.code for one in error.recipients), str(error)) from error
        except aiosmtplib.SMTPAuthenticationError as error:
            raise TryLater(f"the mail server does not accept our account: {error}") from error
        except aiosmtplib.SMTPResponseException as error:
            raise _refusal(error.code, str(error)) from error
        except aiosmtplib.SMTPNotSupported as error:
            raise Undeliverable(str(error)) from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise TryLater(f"{type(error).__name__}: {error}") from error
        except ValueError as error:
            raise Undeliverable(str(error)) from error


def build_mail(settings: Settings, message: OutgoingMessage) -> EmailMessage:
    """Return the mail: plain text and HTML, with attachments. Raises ValueError for a line break in a header."""
    mail = EmailMessage(policy=SMTP)
    sender = _sender(settings)
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.words.subject
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = message_id_of(settings, message.id)
    mail["Auto-Submitted"] = "auto-generated"
    if message.in_reply_to:
        mail["In-Reply-To"] = mail["References"] = message.in_reply_to
    mail.set_content(message.words.body)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    for one in message.attachments:
        main, _, sub = one.media_type.partition("/")
        mail.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name)
    return mail


def message_id_of(settings: Settings, outbound_id: int) -> str:
    """Return the Message-ID that the mail of a row has, at whichever try (RFC 5322 §3.6.4)."""
    domain = parseaddr(_sender(settings))[1].rpartition("@")[2]
    return f"<paidan.{outbound_id}@{domain or 'localhost'}>"


def _sender(settings: Settings) -> str:
    return settings.mail_from or settings.smtp_user


def _refusal(code: int, text: str) -> Exception:
    return Undeliverable(text) if code >= 500 else TryLater(text)
