"""What a content control or a legacy form field says that its text does not (ECMA-376 part 1, §17.5.2, §17.16)."""

from typing import Any

from parsers.formats.docx.look import is_on
from parsers.safe_xml import attributes, local

ON, OFF = "☑", "☐"


def shown_by(control: Any) -> str | None:
    """A check box as ☑ or ☐, "" for a control that nobody has filled in; None where its text counts.

    Word draws a ticked box as ☒ unless told otherwise, which elsewhere is a cross.
    """
    properties = next(control.iterchildren("{*}sdtPr"), None)
    for child in properties if properties is not None else ():
        name = local(child)
        if name == "checkbox":
            return ON if any(is_on(state) for state in child.iterchildren("{*}checked")) else OFF
        if name == "showingPlcHdr" and is_on(child):
            return ""
    return None


def form_field(data: Any) -> str:
    """What `w:ffData` says where the field itself shows no text: a check box, or a list's choice."""
    for field in data:
        name = local(field)
        states = {local(child): child for child in field}
        if name == "checkBox":
            state = states.get("checked", states.get("default"))
            return ON if state is not None and is_on(state) else OFF
        if name == "ddList":
            entries = [attributes(child).get("val", "") for child in field if local(child) == "listEntry"]
            chosen = attributes(states.get("result", states.get("default", field))).get("val", "0")
            at = int(chosen) if chosen.isdecimal() else 0
            return entries[at] if at < len(entries) else ""
    return ""
