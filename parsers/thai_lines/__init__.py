"""The project's own reader of printed Thai, a line at a time: pictures of lines to texts with their probability.

`reader.reader()` is the door; it is None where onnxruntime is not installed. How the weights came to be:
`CARD.md` here, `training/`, docs/recogniser.md.
"""
