"""The words by which our own marks in a returned workbook are known again, whoever saved it since."""

SHEET = "สิ่งที่ต้องแก้ไข"
"""Name of the sheet in front that lists what is to be mended."""

HEADING = "สิ่งที่ต้องแก้ไขในแบบสำรวจ"
"""What stands in its cell A1."""

AUTHOR = "แบบสำรวจ สถ."
"""Author of our comments."""


def is_list_sheet(name: str, first_cell: str) -> bool:
    """Whether a sheet is our list: the name alone proves nothing, an officer may have taken it for the form.

    Args:
        name: The sheet's name; programs add "(2)" where they copy it.
        first_cell: Text of its cell A1.
    """
    return name.startswith(SHEET) and first_cell.strip() == HEADING
