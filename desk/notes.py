"""A line that the next page shows once."""

from flask import g

from desk.state import the_desk


def note(line: str, tone: str = "good") -> None:
    """Show a line on the next page of whoever is logged in; `tone` is `good`, `warn` or `bad`."""
    session = the_desk().sessions.get(g.sid)
    if session is not None:
        session.notes.append((tone, line))
