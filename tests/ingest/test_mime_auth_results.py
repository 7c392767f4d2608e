import pytest

from ingest.mime.auth_results import authentication_results, dmarc_failed
from ingest.mime.headers import read_head

OURS = "mx.dla.example"
RESULTS = [
    ("mx.dla.example; spf=fail; dmarc=fail header.from=x.example", True),
    ("MX.DLA.EXAMPLE 1;\r\n\tdkim=none;\r\n\tDMARC=FAIL (P=REJECT) header.from=x.example", True),
    ("mx.dla.example; dmarc=fail (p=none dis=none) header.from=x.example", False),
    ("mx.dla.example; dmarc=fail (P=NONE sp=NONE) header.from=x.example", False),
    ("mx.dla.example; dmarc=fail policy.dmarc=none header.from=x.example", False),
    ("mx.dla.example; dmarc=fail header.from=x.example policy.published-domain-policy=none", False),
    ("mx.dla.example; dmarc=pass header.from=x.example", False),
    ("mx.dla.example; dkim=pass (key; dmarc=fail) header.d=x.example; dmarc=pass", False),
    ('mx.dla.example; dkim=pass reason="a; dmarc=fail"; dmarc=pass', False),
    ('mx.dla.example; dmarc=fail reason="(p=none) policy.dmarc"', True),
    ("mx.dla.example; spf=pass (p=none); dmarc=fail (p=quarantine)", True),
    ("(a; b) mx.dla.example; dmarc = fail", True),
    ("other.example; dmarc=fail", False),
    ("mx.dla.example.evil; dmarc=fail", False),
    ("mx.dla.example; none", False),
]


@pytest.mark.parametrize(("value", "failed"), RESULTS, ids=[f"result{i}" for i in range(len(RESULTS))])
def test_only_our_servers_verdict_with_a_policy_is_a_failure(value: str, failed: bool) -> None:
    head = read_head(f"Authentication-Results: {value}\r\nFrom: a@x.example\r\n\r\n".encode())
    assert dmarc_failed(head, OURS) is failed


def test_only_the_topmost_header_of_our_server_counts() -> None:
    def of(*values: str) -> bool:
        return dmarc_failed(
            read_head("".join(f"Authentication-Results: {v}\n" for v in values).encode()), OURS
        )

    assert not of("x.example; dmarc=fail", "mx.dla.example; dmarc=pass", "mx.dla.example; dmarc=fail")
    assert of("mx.dla.example; dmarc=fail", "mx.dla.example; dmarc=pass")


def test_the_evidence_is_the_header_itself() -> None:
    head = read_head(b"Authentication-Results: mx.dla.example; dmarc=pass\n\n")
    assert authentication_results(head, OURS) == "mx.dla.example; dmarc=pass"
    assert authentication_results(head, "other.example") is None
