"""A mail's HTML part as a page that shows by itself what a mail program would: for a browser, not for sending."""

from base64 import b64encode
from email.message import EmailMessage


def page_of(mail: EmailMessage) -> str | None:
    """The HTML part with the mail's own pictures inside it; None where it has none."""
    body = mail.get_body(("html",))
    if body is None:
        return None
    page = str(body.get_content())
    for part in mail.walk():
        if name := part["Content-ID"]:
            content = b64encode(part.get_content()).decode()
            page = page.replace(f"cid:{name.strip('<>')}", f"data:{part.get_content_type()};base64,{content}")
    return page
