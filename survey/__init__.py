"""The survey itself: the form, its rules, the registry of LAOs, and Thai.

Pure Python that reads its own data files and nothing else: it never opens a sender's file, a database or
a mail. Doors: `survey.forms.be2561` (the form), `survey.check` (rules), `survey.jsonl` (the JSON).
"""
