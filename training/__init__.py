"""How the weights of `parsers.thai_lines` are made: fonts, texts, damage, network, training, score, export.

No part of the installed program. Needs the `train` extra; `make train MINUTES=90` does all, with `FROM=parsers/thai_lines/weights.onnx`
it goes on from these; docs/recogniser.md tells what came out.
"""
