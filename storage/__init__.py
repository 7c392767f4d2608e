"""The database and the raw mail on disk.

Knows `survey`'s words, never a parser, a template or the mailbox. Doors: `storage.unit_of_work.Database`,
`storage.raw_mail.RawMail`, `storage.export`.
"""
