"""How the tables came to be as they are: Alembic, a file a step under `versions/`, shipped with the package.

A database that is empty gets the tables as they are now, by `fresh`, which a test holds equal to all the steps.
A new step: `python -m storage.migrations.new "why"`, then its name into `HEAD`.
"""

HEAD = "0008"
