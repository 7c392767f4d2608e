"""What our own mail server found about a sender (RFC 8601); other servers' headers count for nothing."""

import re

from ingest.mime.headers import Head

_COMMENT = re.compile(r"\([^()]*\)")
_NO_POLICY = re.compile(
    r"\bpolicy\.(?:published-domain-policy|dmarc|p)\s*=\s*none\b|\(\s*p\s*=\s*none\b", re.I
)


def authentication_results(head: Head, authserv_id: str) -> str | None:
    """The topmost Authentication-Results whose server is `authserv_id`."""
    for value in head.fields.get("authentication-results", ()):
        server = _COMMENT.sub("", value).partition(";")[0].split()
        if server and server[0].lower() == authserv_id.lower():
            return value
    return None


def dmarc_failed(head: Head, authserv_id: str) -> bool:
    """Our server says dmarc=fail, and not that the domain's policy is none (contract, section 6)."""
    value = authentication_results(head, authserv_id)
    if value is None:
        return False
    for result in value.split(";")[1:]:
        bare = _COMMENT.sub(" ", result)
        if re.match(r"\s*dmarc\s*=\s*fail\b", bare, re.I):
            return not _NO_POLICY.search(result)
    return False
