"""The sender's own workbook back, its wrong cells marked; a clean form where that can't be done surely.

The files are strangers': to be called in a child (`parsers.sandbox`). Nothing here reads what a form means.
Doors: `marked_workbook` of `workbook.py`, `filled_form` of `filled.py`.
"""
