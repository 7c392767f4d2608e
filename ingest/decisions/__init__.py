"""The coordinator's decisions: one implementation for command, mail and desk; each logged with who, when, why.

Each is a function `(context, work, …, who, why)` in one transaction, which the caller commits; what it reopens is
worked on by the next round. Two people may decide at once: the first wins, the other gets `DecisionRefused`.
Never reads a mailbox, never sends.
"""

from ingest.decisions.cancelled import cancel
from ingest.decisions.corrected import correct, prepare
from ingest.decisions.hand_in import nil, submit
from ingest.decisions.held import reject, release
from ingest.decisions.record import DecisionRefused
from ingest.decisions.senders import assign
from ingest.decisions.waived import waive
from ingest.decisions.withdrawn import withdraw

__all__ = [
    "DecisionRefused",
    "assign",
    "cancel",
    "correct",
    "nil",
    "prepare",
    "reject",
    "release",
    "submit",
    "waive",
    "withdraw",
]
