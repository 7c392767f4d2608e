"""What our own mail server found about a sender (RFC 8601); other servers' headers count for nothing."""

import re

from ingest.mime.headers import Head

_ATOM = re.compile(r'"(?>(?:[^"\\]|\\.)*)"|[();]|[^"();]++|.', re.DOTALL)
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


def is_authentic(head: Head, authserv_id: str) -> bool:
    """Our server says that the mail is from whom its From header names (RFC 7489 §3.1.1).

    By dmarc=pass of that domain, or by dkim=pass of it or of a domain above it which is no registry's.
    """
    value, domain = authentication_results(head, authserv_id), (head.from_address or "").rpartition("@")[2]
    return bool(value and domain) and any(_proves(result, domain) for result, _ in _results(value or "")[1:])


def _proves(result: str, domain: str) -> bool:
    method = _METHOD.match(result)
    if method is None or method[2].lower() != "pass":
        return False
    named = _FROM if method[1].lower() == "dmarc" else _SIGNER
    found = named.search(result)
    if found is None:
        return False
    signer = found[1].lower().rstrip(".")
    if signer == domain:
        return True
    # google.com signs for mail.google.com; go.th is a registry, and signs for nobody.
    above = domain.endswith(f".{signer}") and signer.count(".") >= (
        2 if len(signer.rpartition(".")[2]) == 2 else 1
    )
    return method[1].lower() == "dkim" and above


_METHOD = re.compile(r"\s*(dmarc|dkim)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.I)
_FROM = re.compile(r"\bheader\.from\s*=\s*\"?([a-z0-9.-]+)", re.I)
_SIGNER = re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?(?:[^\s@;\"]*@)?([a-z0-9.-]+)", re.I)


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
