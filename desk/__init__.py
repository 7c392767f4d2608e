"""The coordinator's page: what came, what waits, and every decision, in a browser on this machine.

It shows what `storage` holds and has `ingest.decisions` decide; it decides nothing itself, reads no mailbox, and
runs no script in the browser. Doors: `desk.app.make_app`, `desk.serve.serve`.
"""
