"""`python -m ingest.cli`: the same as `samruat`."""

from ingest.cli import main

if __name__ == "__main__":
    main()
