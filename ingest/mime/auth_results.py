"""What our own mail server found about a sender (RFC 8601); other servers' headers count for nothing."""

import re

from ingest.mime.headers import Head

_ATOM = re.compile(r'"(?:[^"\\]|\\.)*+"|[();]|[^"();]++|.', re.DOTALL)
_VERDICT = re.compile(r"\s*dmarc\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.I)
_NO_POLICY = re.compile(r"\bpolicy\.(?:published-domain-policy|dmarc|p)\s*=\s*\"?none\b", re.I)
_NO_POLICY_SAID = re.compile(r"\s*(?:p|policy)\s*=\s*none\b", re.I)


def authentication_results(head: Head, authserv_id: str) -> str | None:
    """The topmost Authentication-Results whose server is `authserv_id`."""
    for value in head.fields.get("authentication-results", ()):
        server = _results(value)[0][0].replace('"', " ").split()
        if server and server[0].lower() == authserv_id.strip().lower():
            return value
    return None


def dmarc_failed(head: Head, authserv_id: str) -> bool:
    """Our server says dmarc=fail, and not that the domain's policy is none (contract, section 6).

    The policy counts as a property (`policy.dmarc=none`) or as a comment (`(p=none …)`) of that result alone;
    what stands in quotes is the sender's word, not the server's.
    """
    value = authentication_results(head, authserv_id)
    return value is not None and any(_failed(*result) for result in _results(value)[1:])


def _failed(result: str, comments: list[str]) -> bool:
    verdict = _VERDICT.match(result)
    if verdict is None or verdict[1].lower() != "fail":
        return False
    return not (_NO_POLICY.search(result) or any(_NO_POLICY_SAID.match(comment) for comment in comments))


def _results(value: str) -> list[tuple[str, list[str]]]:
    """Cut at each `;` outside quotes and comments: the words without comments, and the comments."""
    found: list[tuple[list[str], list[str]]] = [([], [])]
    depth, comment = 0, ""
    for atom in _ATOM.findall(value):
        if atom == "(":
            depth += 1
            comment = comment + atom if depth > 1 else ""
        elif atom == ")" and depth:
            depth -= 1
            if depth:
                comment += atom
            else:
                found[-1][1].append(comment)
                found[-1][0].append(" ")
        elif depth:
            comment += atom
        elif atom == ";":
            found.append(([], []))
        else:
            found[-1][0].append(atom)
    return [("".join(words), comments) for words, comments in found]
